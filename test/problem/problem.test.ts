import {
  formatProblem,
  InputError,
  inOneLine,
  shorten,
  show,
  wrongValue,
} from '../../lib/problem/problem';

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

describe('what nobody can read', () => {
  const long = 'x'.repeat(2 ** 20);

  test('is shortened in the middle, with the number of characters that are left out', () => {
    expect(shorten('a'.repeat(300))).toBe('a'.repeat(300));
    expect(shorten(`${'a'.repeat(180)}bbb${'c'.repeat(120)}`)).toBe(
      `${'a'.repeat(180)} ... 63 characters ... ${'c'.repeat(60)}`,
    );
  });

  test('is shortened in a field, in a word and in a line', () => {
    expect(formatProblem({ field: long, message: 'is wrong' })).toMatch(
      /^x{180} .{20,40} x{60}: is wrong$/,
    );
    expect(inOneLine(`[${long}] is wrong`)).toMatch(/^\[x{179} .{20,40} x{59}\] is wrong$/);
    expect(inOneLine('ab '.repeat(2 ** 18)).length).toBeLessThan(4000);
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
