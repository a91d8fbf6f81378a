import { diff } from '../../lib/diff/diff';
import { withDrift } from '../../lib/diff/promotion';
import type { JsonObject, Manifest } from '../../lib/manifest/manifest';
import type { ManifestSet } from '../../lib/manifest/manifest-set';

/** A Deployment of prod, or of stage; under prod's names if both are compared. */
function deployment(env: string, spec: JsonObject, annotations: JsonObject = {}): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cart', namespace: `shop-${env}`, annotations },
    spec,
  };
}

function entries(env: string, manifests: readonly Manifest[]): ManifestSet {
  const file = `${env}/shop/cart.yaml`;
  return manifests.map((manifest) => ({ manifest, file, origin: file, owner: file, cluster: '' }));
}

/** Stage and prod. */
type Both = readonly [stage: readonly JsonObject[], prod: readonly JsonObject[]];

/** What is told of a change that can't be promoted, by object. */
function drift(before: Both, after: Both) {
  const all = ([stage, prod]: Both) => [
    ...entries(
      'stage',
      stage.map((spec) => deployment('stage', spec)),
    ),
    ...entries(
      'prod',
      prod.map((spec) => deployment('prod', spec)),
    ),
  ];
  const side = ([stage, prod]: Both) => ({
    from: entries(
      'prod',
      stage.map((spec) => deployment('prod', spec)),
    ),
    to: entries(
      'prod',
      prod.map((spec) => deployment('prod', spec, { 'argocd.argoproj.io/sync-wave': '1' })),
    ),
  });
  const pair = { from: 'stage', to: 'prod', before: side(before), after: side(after) };
  return withDrift(diff(all(before), all(after)), [pair]).environments.flatMap(({ objects }) =>
    objects.flatMap(({ object, consequences }) =>
      consequences
        .filter(({ effect }) => effect === 'cannot be promoted')
        .map(({ message }) => `${object} ${message}`),
    ),
  );
}

const two = { replicas: 2 };
const three = { replicas: 3 };

test.each<[string, Both, Both, readonly string[]]>([
  ['both become the same', [[two], [two]], [[three], [three]], []],
  ['one becomes what the other is', [[three], [two]], [[three], [three]], []],
  ['one is what it is not since long', [[three], [two]], [[three], [{ replicas: 4 }]], []],
  ['it is new in both', [[], []], [[two], [three]], []],
  [
    'the environment changes alone',
    [[two], [two]],
    [[two], [three]],
    ['Deployment shop-prod/cart cannot be promoted: differs from stage from now on, in replicas'],
  ],
  [
    'the one before it changes alone',
    [[two], [two]],
    [[three], [two]],
    [
      'Deployment shop-stage/cart cannot be promoted: prod differs from it from now on, in replicas',
    ],
  ],
  [
    'something else comes to what differs already',
    [[three], [two]],
    [[three], [{ ...two, paused: true }]],
    [
      'Deployment shop-prod/cart cannot be promoted: differs from stage from now on, in spec.paused',
    ],
  ],
  [
    'it comes to one alone',
    [[], []],
    [[two], []],
    ['Deployment shop-stage/cart cannot be promoted: is in stage from now on, and not in prod'],
  ],
  [
    'it goes from one alone',
    [[two], [two]],
    [[], [two]],
    ['Deployment shop-stage/cart cannot be promoted: is in prod from now on, and not in stage'],
  ],
])('tells what cannot be promoted where %s', (_, before, after, told) => {
  expect(drift(before, after)).toEqual(told);
});

test("says nothing of hosts below each environment's domain", () => {
  const host = (name: string) => ({ tls: [{ hosts: [name] }] });
  const before: Both = [[two], [two]];
  expect(drift(before, [[host('shop.stage.example.com')], [host('shop.example.com')]])).toEqual([]);
  expect(drift(before, [[host('shop.stage.example.com')], [host('bank.example.com')]])).toEqual([
    'Deployment shop-prod/cart cannot be promoted: differs from stage from now on, in spec.tls[0].hosts',
  ]);
});

test('says nothing of images', () => {
  const of = (image: string) => ({ template: { spec: { containers: [{ name: 'cart', image }] } } });
  expect(drift([[of('a:1')], [of('a:1')]], [[of('a:2')], [of('a:1')]])).toEqual([]);
});
