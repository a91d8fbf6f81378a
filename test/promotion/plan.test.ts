import { findWay, promotionOrderOf } from '../../lib/promotion/order';
import { changesInWords, changesOf, formatPins } from '../../lib/promotion/pins';
import { planPromotion } from '../../lib/promotion/plan';
import { planRollback } from '../../lib/promotion/rollback';
import { planImages, readPin } from '../../lib/promotion/set';
import { file } from '../diff/objects';

const ORDER = new Map([
  ['qa', undefined],
  ['e2e', 'qa'],
  ['stage', 'e2e'],
  ['prod', 'stage'],
  ['demo', undefined],
]);
const environment = (name: string, pins: Readonly<Record<string, string>>) => ({ name, pins });
const messages = (problems: readonly { readonly message: string }[]) =>
  problems.map(({ message }) => message);

describe('pins', () => {
  test('are written sorted by code point, a line each', () => {
    expect(formatPins({ 'b/x': '1', 'a/z': '2', 'a-b/c': '3' })).toBe(
      '{\n  "a-b/c": "3",\n  "a/z": "2",\n  "b/x": "1"\n}\n',
    );
    expect(formatPins({})).toBe('{}\n');
  });

  test('change only where they differ', () => {
    expect(
      changesOf({ 'a/b': '1', 'a/c': '1' }, [
        ['a/d', '3'],
        ['a/c', '2'],
        ['a/b', '1'],
        ['a/toString', '1'],
      ]),
    ).toEqual([
      { key: 'a/c', before: '1', after: '2' },
      { key: 'a/d', before: undefined, after: '3' },
      { key: 'a/toString', before: undefined, after: '1' },
    ]);
  });

  test('are told as short as they can be', () => {
    const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
    expect(
      changesInWords([
        { key: 'a/tag', before: 'r/a:v1', after: 'r/a:v2' },
        { key: 'a/digest', before: `r/a@${digest('0')}`, after: `r/a:v1@${digest('1')}` },
        { key: 'a/long', before: `r/a@${digest('0')}`, after: `r/a@${digest('0').slice(0, -1)}1` },
        { key: 'a/new', before: undefined, after: 'r/a:v1' },
        { key: 'a/moved', before: 'r/a:v1', after: 's/a:v1' },
      ]),
    ).toEqual([
      '  a/tag     v1 -> v2',
      '  a/digest  sha256:000000000000 -> v1@sha256:111111111111',
      `  a/long    r/a@${digest('0')} -> r/a@${digest('0').slice(0, -1)}1`,
      '  a/new     new: r/a:v1',
      '  a/moved   r/a:v1 -> s/a:v1',
    ]);
  });
});

describe('the promotion order', () => {
  test('is read from the projects, and from nothing else', () => {
    const project = (name: string, origin?: string) => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: {
        name,
        ...(origin !== undefined && { annotations: { 'supercargo/promoted-from': origin } }),
      },
    });
    const other = { apiVersion: 'v1', kind: 'AppProject', metadata: { name: 'other' } };
    const order = promotionOrderOf(file('a.yaml', project('qa'), project('prod', 'qa'), other));
    expect([...order]).toEqual([
      ['qa', undefined],
      ['prod', 'qa'],
    ]);
  });

  test('leads from one environment to another, and out of a circle', () => {
    expect(findWay(ORDER, 'qa', 'prod')).toEqual(['qa', 'e2e', 'stage', 'prod']);
    expect(findWay(ORDER, 'prod', 'qa')).toBeUndefined();
    const circle = new Map([
      ['a', 'b'],
      ['b', 'a'],
    ]);
    expect(findWay(circle, 'c', 'a')).toBeUndefined();
  });
});

describe('a promotion', () => {
  const qa = environment('qa', { 'shop/a': 'a:v2', 'shop/b': 'b:v2' });
  const e2e = environment('e2e', { 'shop/a': 'a:v1', 'shop/c': 'c:v1' });

  test('goes one step, and changes what both have', () => {
    expect(planPromotion(qa, e2e, ORDER)).toEqual({
      changes: [{ key: 'shop/a', before: 'a:v1', after: 'a:v2' }],
      notes: [
        'not pinned in e2e, and left out: shop/b (--only adds one)',
        'only in e2e, and as before: shop/c',
      ],
      problems: [],
    });
  });

  test.each([
    [
      'qa',
      'prod',
      'skips e2e, stage: promote qa -> e2e -> stage -> prod step by step, or add --force',
    ],
    [
      'prod',
      'e2e',
      'goes against the order: e2e -> stage -> prod; to go back, use `rollback e2e`, or add --force',
    ],
    ['demo', 'prod', 'prod is promoted from stage: `promote stage prod`, or add --force'],
    ['demo', 'qa', 'qa is the first of its order: use `image set qa`, or add --force'],
    ['qa', 'new', 'nothing tells what new is promoted from: run `npx cdk8s synth`, or add --force'],
  ])('from %s to %s is refused, unless it is forced', (from, to, message) => {
    const ends = [
      environment(from, { 'a/b': 'x:v2' }),
      environment(to, { 'a/b': 'x:v1' }),
    ] as const;
    const refused = planPromotion(...ends, ORDER);
    expect([messages(refused.problems), refused.changes]).toEqual([[message], []]);
    expect(planPromotion(...ends, ORDER, { force: true }).changes).toHaveLength(1);
  });

  test('of what the source has not is refused, forced or not', () => {
    const { problems, changes } = planPromotion(qa, e2e, ORDER, { only: ['shop/c'], force: true });
    expect([messages(problems), changes]).toEqual([
      ["'shop/c' isn't pinned in qa: did you mean 'shop/a'?"],
      [],
    ]);
  });
});

describe('an image', () => {
  const qa = environment('qa', { 'shop/cart': 'a:v2' });
  const prod = environment('prod', { 'shop/cart': 'a:v1', 'shop/only-here': 'o:v1' });
  const inProd = (key: string, image: string) =>
    messages(planImages(prod, [{ key, image }], { origin: qa }).problems);

  test.each([
    ['what the one before has', 'shop/cart', 'a:v2'],
    ['what it has itself', 'shop/cart', 'a:v1'],
    ['what runs only there', 'shop/only-here', 'o:v2'],
  ])('in an environment that is promoted to may be %s', (_, key, image) => {
    expect(inProd(key, image)).toEqual([]);
  });

  test('in an environment that is promoted to is nothing else', () => {
    expect(inProd('shop/cart', 'a:v3')).toEqual([
      'skips qa, which prod is promoted from: qa has a:v2; use `promote qa prod`, or add --force',
    ]);
    expect(inProd('shop/whatever-else', 'n:v1')).toEqual([
      "skips qa, which prod is promoted from: qa hasn't this microservice; use `promote qa prod`, or add --force",
    ]);
  });

  test('of a new microservice is welcome, unless its name looks like another one', () => {
    const plan = (key: string, force = false) =>
      planImages(qa, [{ key, image: 'n:v1' }], { force });
    expect(plan('shop/checkout').problems).toEqual([]);
    expect(messages(plan('shop/carts').problems)).toEqual([
      "isn't pinned in qa: did you mean 'shop/cart'? For a new microservice add --force",
    ]);
    expect(plan('shop/carts', true).problems).toEqual([]);
    const known = { others: [{ 'shop/carts': 'n:v1' }] };
    expect(planImages(qa, [{ key: 'shop/carts', image: 'n:v1' }], known).problems).toEqual([]);
  });

  test('is read up to the first equals sign', () => {
    expect(readPin('a/b=c:v1=2')).toEqual({ key: 'a/b', image: 'c:v1=2' });
  });
});

test('a rollback restores what is there then and now', () => {
  const now = environment('prod', { 'a/b': 'b:v2', 'a/new': 'n:v1', 'a/same': 's:v1' });
  expect(
    planRollback(now, { 'a/b': 'b:v1', 'a/gone': 'g:v1', 'a/same': 's:v1' }, 'HEAD~3'),
  ).toEqual({
    changes: [{ key: 'a/b', before: 'b:v2', after: 'b:v1' }],
    notes: [
      'in prod only since HEAD~3, and as before: a/new',
      'no longer in prod, and not brought back: a/gone',
    ],
    problems: [],
  });
});
