import { dangersIn } from '../../lib/diff/danger';
import { diff } from '../../lib/diff/diff';
import { diffInMarkdown } from '../../lib/diff/markdown';
import type { DiffOptions } from '../../lib/diff/spec';
import { diffInText } from '../../lib/diff/text';
import type { JsonObject, JsonValue, Manifest } from '../../lib/manifest/manifest';
import { file, object, workload } from './objects';

const inProd = (...manifests: readonly Manifest[]) => file('prod/shop/cart.yaml', ...manifests);

function consequences(
  before: readonly Manifest[],
  after: readonly Manifest[],
  options: DiffOptions = {},
) {
  const { environments } = diff(inProd(...before), inProd(...after), options);
  return environments
    .flatMap(({ objects, consequences: own }) => [
      ...own,
      ...objects.flatMap((one) => one.consequences),
    ])
    .map(({ effect, message, danger }) => [
      effect,
      message,
      ...(danger === undefined ? [] : [danger]),
    ]);
}

const next = { image: 'example.com/cart:v2' };

describe('pods', () => {
  test.each([
    ['Deployment', {}, ['restarts pods', 'restarts pods, step by step']],
    ['StatefulSet', {}, ['restarts pods', 'restarts pods, one by one, from the last']],
    ['DaemonSet', {}, ['restarts pods', 'restarts pods, node by node']],
    [
      'StatefulSet',
      { updateStrategy: { type: 'OnDelete' } },
      ['restarts pods', 'takes effect on a pod when somebody deletes it (OnDelete)'],
    ],
    [
      'Deployment',
      { strategy: { type: 'Recreate' } },
      ['recreates', 'stops all pods before the new ones start: it is away in between'],
    ],
  ] as const)('of a %s', (kind, spec, expected) => {
    expect(consequences([workload({ kind, spec })], [workload({ kind, spec, ...next })])).toEqual([
      expected,
    ]);
  });

  test('stay where the template is the same, or where there are none', () => {
    expect(consequences([workload()], [workload({ spec: { replicas: 3 } })])).toEqual([]);
    const none = { spec: { replicas: 0 } };
    expect(consequences([workload(none)], [workload({ ...none, ...next })])).toEqual([]);
  });

  const steps: readonly JsonValue[] = [{ setWeight: 20 }, { pause: {} }];
  const canary = { strategy: { canary: { steps } } };

  test('of a Rollout go by its steps, with the time that they take', () => {
    const forecast = () => ({ time: '4m 50s', waitsForPerson: 1 });
    const options = { kind: 'Rollout', spec: canary } as const;
    expect(
      consequences([workload(options)], [workload({ ...options, ...next })], { forecast }),
    ).toEqual([
      [
        'starts a canary',
        'starts a canary of 2 steps, all traffic after 4m 50s at the least, waits for a person once',
      ],
    ]);
    const blueGreen = { kind: 'Rollout', spec: { strategy: { blueGreen: {} } } } as const;
    expect(consequences([workload(blueGreen)], [workload({ ...blueGreen, ...next })])).toEqual([
      ['starts a blue-green release', 'starts a blue-green release'],
    ]);
  });

  test('of a Deployment that a Rollout refers to go by the steps of that', () => {
    const rollout = object('argoproj.io/v1alpha1', 'Rollout', 'cart', {
      spec: { ...canary, workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' } },
    });
    expect(consequences([workload(), rollout], [workload(next), rollout])).toEqual([
      ['starts a canary', 'starts a canary of 2 steps'],
    ]);
  });
});

describe('what goes', () => {
  test.each([
    [
      'v1',
      'PersistentVolumeClaim',
      'its volume goes, unless its storage class or volume retains it',
    ],
    ['apps/v1', 'StatefulSet', 'its pods go; their claims stay, and nobody looks after them'],
    ['v1', 'Namespace', 'all that is in it goes, volumes included'],
    [
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      'all objects of its kind go, in all namespaces',
    ],
  ])('%s %s is data loss', (apiVersion, kind, loss) => {
    expect(consequences([object(apiVersion, kind, 'data')], [])).toEqual([
      ['data loss', `is pruned: ${loss}`, `prune:${kind}/shop-prod/data`],
    ]);
  });

  test('of any other kind is pruned', () => {
    expect(consequences([object('v1', 'ConfigMap', 'a')], [])).toEqual([
      ['is pruned', 'is pruned'],
    ]);
    expect(consequences([object('example.com/v1', 'Namespace', 'a')], [])).toEqual([
      ['is pruned', 'is pruned'],
    ]);
  });

  const claim = (options: string) =>
    object(
      'v1',
      'PersistentVolumeClaim',
      'data',
      {},
      {
        annotations: { 'argocd.argoproj.io/sync-options': options },
      },
    );

  test('stays where Argo CD is told so, and waits where it is to ask', () => {
    expect(consequences([claim('Validate=false, Prune=false')], [])).toEqual([
      ['is pruned', 'stays in the cluster, by Prune=false'],
    ]);
    expect(consequences([claim('Prune=confirm')], [])[0]?.[1]).toMatch(
      /; Argo CD waits until a person confirms it$/,
    );
  });

  test('of an Application takes all with it where a finalizer says so', () => {
    const app = (metadata: JsonObject) =>
      object('argoproj.io/v1alpha1', 'Application', 'shop', {}, metadata);
    const finalizers = ['resources-finalizer.argocd.argoproj.io'];
    expect(consequences([app({ finalizers })], [])).toEqual([
      [
        'data loss',
        'is pruned: all that it has deployed goes with it',
        'prune:Application/shop-prod/shop',
      ],
    ]);
    expect(consequences([app({})], [])).toEqual([['is pruned', 'is pruned']]);
  });

  test('with the pods of a StatefulSet that shrinks', () => {
    const of = (replicas: number, whenScaled: string) =>
      workload({
        kind: 'StatefulSet',
        spec: { replicas, persistentVolumeClaimRetentionPolicy: { whenScaled } },
      });
    expect(consequences([of(3, 'Delete')], [of(1, 'Delete')])).toEqual([
      [
        'data loss',
        '2 fewer pods, whose volumes go with them (whenScaled: Delete)',
        'prune:StatefulSet/shop-prod/cart',
      ],
    ]);
    expect(consequences([of(3, 'Retain')], [of(1, 'Retain')])).toEqual([]);
    expect(consequences([of(1, 'Delete')], [of(3, 'Delete')])).toEqual([]);
  });
});

describe('immutable fields', () => {
  const selecting = (app: string) => ({
    spec: { selector: { matchLabels: { app } } },
  });

  test('make the sync fail', () => {
    expect(consequences([workload(selecting('a'))], [workload(selecting('b'))])).toEqual([
      [
        'immutable field',
        "spec.selector can't change: the sync will fail",
        'immutable:Deployment/shop-prod/cart',
      ],
    ]);
  });

  test('have the object made anew where Argo CD is told so, which is data loss for a claim', () => {
    const anew = (manifest: Manifest): Manifest => ({
      ...manifest,
      metadata: {
        ...manifest.metadata,
        annotations: { 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' },
      },
    });
    const message = "is deleted and made anew by Argo CD, since spec.selector can't change";
    expect(
      consequences([anew(workload(selecting('a')))], [anew(workload(selecting('b')))]),
    ).toEqual([['recreates', message]]);
    const claim = (storageClassName: string) =>
      anew(object('v1', 'PersistentVolumeClaim', 'data', { spec: { storageClassName } }));
    expect(consequences([claim('fast')], [claim('slow')])[0]).toEqual([
      'data loss',
      expect.stringContaining('is deleted and made anew'),
      'prune:PersistentVolumeClaim/shop-prod/data',
    ]);
  });
});

describe('exposure', () => {
  const service = (spec: JsonObject) => object('v1', 'Service', 'cart', { spec });
  const ports = [{ port: 80 }];
  const told = (before: JsonObject, after: JsonObject) =>
    consequences([service(before)], [service(after)]);

  test('is new by a Service of another type, or a new object', () => {
    const expected = [
      'exposure',
      'newly reachable from outside, by LoadBalancer, ports 80/TCP',
      'exposure:shop-prod/cart',
    ];
    expect(told({ ports }, { ports, type: 'LoadBalancer' })).toEqual([expected]);
    expect(consequences([], [service({ ports, type: 'LoadBalancer' })])).toEqual([expected]);
  });

  test('is more by more addresses or ports, and not by fewer', () => {
    const open = { ports, type: 'LoadBalancer' };
    const limited = { ...open, loadBalancerSourceRanges: ['10.0.0.0/8'] };
    expect(told(limited, open)[0]?.[1]).toBe(
      'reachable by more addresses from outside, by LoadBalancer, ports 80/TCP',
    );
    expect(told(open, { ...open, ports: [...ports, { port: 443 }] })[0]?.[1]).toMatch(
      /^reachable by more ports /,
    );
    expect(told(open, limited)).toEqual([]);
    expect(told({ ...open, ports: [...ports, { port: 443 }] }, open)).toEqual([]);
  });

  test('is more by more hosts', () => {
    const ingress = (...hosts: readonly string[]) =>
      object('networking.k8s.io/v1', 'Ingress', 'cart', {
        spec: { rules: hosts.map((host) => ({ host })) },
      });
    expect(
      consequences([ingress('a.example.com')], [ingress('a.example.com', 'b.example.com')]),
    ).toEqual([
      [
        'exposure',
        'reachable by more hosts from outside, by Ingress, ports 80/HTTP, hosts a.example.com, b.example.com',
        'exposure:shop-prod/cart',
      ],
    ]);
  });
});

describe('dangers', () => {
  const before = inProd(object('v1', 'PersistentVolumeClaim', 'data'));

  test.each(['prune:PersistentVolumeClaim/shop-prod/data', 'prune:PersistentVolumeClaim/data'])(
    'are acknowledged by %s',
    (change) => {
      const acknowledged = [{ change, reason: 'moved' }];
      const result = diff(before, [], { acknowledged });
      expect(dangersIn(result)).toEqual([]);
      expect(result.environments[0]?.objects[0]?.consequences[0]?.acknowledged).toBe('moved');
    },
  );

  test.each([
    'prune:PersistentVolumeClaim/shop-qa/data',
    'prune:PersistentVolumeClaim/dat',
    'immutable:PersistentVolumeClaim/data',
    'prune:PersistentVolumeClaim/shop-prod',
  ])('are not acknowledged by %s', (change) => {
    expect(dangersIn(diff(before, [], { acknowledged: [{ change, reason: '' }] }))).toHaveLength(1);
  });

  test('stay where no cluster can do it: a claim that shrinks', () => {
    const claim = (storage: string) =>
      inProd(
        object('v1', 'PersistentVolumeClaim', 'data', {
          spec: { resources: { requests: { storage } } },
        }),
      );
    const acknowledged = [{ change: 'immutable:PersistentVolumeClaim/data', reason: 'smaller' }];
    const result = diff(claim('10Gi'), claim('5Gi'), { acknowledged });
    expect(dangersIn(result)).toHaveLength(1);
    expect(diffInText(result)).not.toContain('--allow');
    expect(diffInMarkdown(result)).not.toContain('--allow');
  });

  test('are acknowledged by an annotation, with a reason', () => {
    const annotated = (text: string) =>
      file('argocd/root.yaml', {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'root', annotations: { 'supercargo/acknowledged': text } },
      });
    const line =
      'prune:PersistentVolumeClaim/shop-prod/data because it has moved to another database\n';
    const [own] = diff(before, annotated(line)).environments.filter(({ name }) => name === 'prod');
    expect(own?.objects[0]?.consequences[0]?.acknowledged).toBe('it has moved to another database');
    const without = 'prune:PersistentVolumeClaim/shop-prod/data\n';
    expect(dangersIn(diff(before, annotated(without)))).toHaveLength(1);
  });
});
