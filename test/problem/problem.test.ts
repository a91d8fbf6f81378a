import { formatProblem, InputError, show, wrongValue } from '../../lib/problem/problem';

describe('a problem', () => {
  test('says field, value received and what is allowed', () => {
    expect(wrongValue('replicas', -1, '0 or more')).toEqual({
      field: 'replicas',
      message: 'got -1, allowed 0 or more',
    });
  });

  test('is a line that begins with the field', () => {
    expect(formatProblem({ field: 'ports.http', message: 'is missing' })).toBe(
      'ports.http: is missing',
    );
  });

  test('of the whole has no field in front', () => {
    expect(formatProblem({ field: '', message: 'is missing' })).toBe('is missing');
  });
});

describe('a received value', () => {
  test.each([
    ['web', '"web"'],
    ['a "b"\n', '"a \\"b\\"\\n"'],
    [8080, '8080'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [undefined, 'undefined'],
    [null, 'null'],
    [['1', '2'], '["1","2"]'],
    [{ request: '1' }, '{"request":"1"}'],
  ])('%j is shown as %s', (value, text) => {
    expect(show(value)).toBe(text);
  });

  test('is shown in full up to 80 characters', () => {
    expect(show('x'.repeat(78))).toBe(`"${'x'.repeat(78)}"`);
  });

  test('is cut to 80 characters beyond', () => {
    expect(show('x'.repeat(79))).toBe(`"${'x'.repeat(75)} ...`);
  });
});

describe('an InputError', () => {
  test('lists all its problems', () => {
    const error = new InputError([
      { field: 'name', message: 'is missing' },
      { field: '', message: 'nothing to do' },
    ]);
    expect(error.name).toBe('InputError');
    expect(error.message).toBe('name: is missing\nnothing to do');
  });
});
