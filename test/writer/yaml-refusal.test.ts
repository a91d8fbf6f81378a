import { emitYaml } from '../../lib/writer/yaml';
import { UnwritableError } from '../../lib/writer/yaml-refusal';

class Money {}

/** As `emitYaml`, for values that its type keeps out. */
function emit(...documents: readonly unknown[]): unknown {
  return Reflect.apply(emitYaml, undefined, [documents]);
}

describe('rejects, with the path,', () => {
  test.each([
    ['spec.replicas: got NaN, allowed a finite number', { spec: { replicas: Number.NaN } }],
    ['a[1]: got -Infinity, allowed a finite number', { a: [1, Number.NEGATIVE_INFINITY] }],
    ['a[0][1]: got undefined, allowed JSON data', { a: [[1, undefined]] }],
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
    ['a[1]: got undefined, allowed JSON data', { a: [1, , 2] }],
    ['a.b: got a function, allowed JSON data', { a: { b: () => 1 } }],
    ['a["b.c/d"]: got a bigint, allowed JSON data', { a: { 'b.c/d': 1n } }],
    ['["?"].a: got a symbol, allowed JSON data', { '?': { a: Symbol('a') } }],
    ['a: got an instance of Money, allowed JSON data', { a: new Money() }],
    ['a[0]: got an instance of Date, allowed JSON data', { a: [new Date(0)] }],
    ['a: got an instance of Map, allowed JSON data', { a: new Map() }],
    ['a: got half a surrogate pair, allowed Unicode text', { a: '\ud83d' }],
    ['a[0]: got half a surrogate pair, allowed Unicode text', { a: ['x\n\ude00\ud83d'] }],
    [
      'a: got half a surrogate pair in the key "\\ud83d", allowed Unicode text',
      { a: { '\ud83d': 1 } },
    ],
    [
      'a: got a key of 1025 characters, allowed at most 1024 as YAML',
      { a: { ['k'.repeat(1025)]: 1 } },
    ],
    ['document: got an array, allowed an object', [1]],
    ['document: got an instance of Money, allowed JSON data', new Money()],
  ])('%s', (message, document) => {
    expect(() => emit(document)).toThrow(new Error(message));
  });

  test('a cycle', () => {
    const spec = { template: { spec: {} } };
    Object.assign(spec.template, { spec });
    expect(() => emit({ spec })).toThrow(
      new Error('spec.template.spec: got a cycle back to spec, allowed JSON data'),
    );
    const document = { items: [{}] };
    Object.assign(document, { items: [document] });
    expect(() => emit(document)).toThrow(
      new Error('items[0]: got a cycle back to document, allowed JSON data'),
    );
  });

  test('data nested 200 levels deep, with the middle of the path left out', () => {
    let deep: unknown = [];
    for (let level = 0; level < 199; level += 1) deep = { deep };
    expect(() => emit({ deep })).toThrow(
      /^(deep\.){20} \.\.\. (\.deep){19}: got more levels, allowed at most 200$/,
    );
  });

  test('a document, telling which one of the file it is', () => {
    expect.assertions(1);
    try {
      emit({}, { spec: { replicas: Number.NaN } });
    } catch (error) {
      expect(error).toMatchObject({
        name: UnwritableError.name,
        path: 'spec.replicas',
        document: 1,
        problem: 'got NaN, allowed a finite number',
      });
    }
  });
});
