import { join } from 'node:path';
import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ConfigRepo } from '../../lib/config-repo/config-repo';
import { recreate } from '../../lib/delivery/deployment-release';
import type { Release } from '../../lib/delivery/release';
import {
  blueGreenByIngress,
  blueGreenByService,
  canaryByIngress,
  canaryByReplicas,
} from '../../lib/delivery/side-by-side';
import { defineEnvironment } from '../../lib/environment/define';
import type { Environment } from '../../lib/environment/environment';
import type { EnvironmentSpec, ImagePins } from '../../lib/environment/spec';
import { Microservice } from '../../lib/microservice/microservice';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { validateManifest } from '../../lib/schema/validate';
import { System } from '../../lib/system/system';
import { diffLines } from '../../lib/testing/line-diff';
import { renderFiles } from '../../lib/writer/render';
import { expectYaml } from '../yaml-snapshot';
import { microservice, problemsWith, resources } from './chart';

const ports = { http: { port: 80, target: 8080 } };
const exposed = { host: 'shop.example.com' };
const image = (tag: string) => `registry.example.com/shop/frontend:${tag}`;
const images = { blue: image('v1'), green: image('v2') };

const PINS: ImagePins = {
  'shop/frontend': image('v1'),
  'shop/frontend-canary': image('v2'),
  'shop/frontend-blue': image('v1'),
  'shop/frontend-green': image('v2'),
};

const nginx = defineEnvironment({
  name: 'qa',
  tier: 'preproduction',
  cluster: { name: 'preproduction' },
  domain: 'qa.example.com',
});
const istio = { ...nginx, mesh: { kind: 'istio' } } as const;
const gateway = { namespace: 'infra', name: 'public' };

/** A repo of one system with a frontend. */
function repoOf(
  props: Partial<MicroserviceProps>,
  environment: EnvironmentSpec = nginx,
  pins: ImagePins = PINS,
) {
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/shop/config.git',
    environments: [environment],
    images: () => ({ pins, problems: [] }),
  });
  class Shop extends System {
    constructor(around: Environment) {
      super(around, 'shop');
      new Microservice(this, 'frontend', { ports, resources, replicas: 4, ...props });
    }
  }
  repo.deploy(Shop);
  return repo;
}

function objectsOf(props: Partial<MicroserviceProps>, environment?: EnvironmentSpec) {
  const { manifests, problems } = repoOf(props, environment).synthesize();
  expect(problems).toEqual([]);
  return manifests.map(({ manifest }) => manifest);
}

/** The file of the frontend. */
function fileOf(props: Partial<MicroserviceProps>, environment?: EnvironmentSpec): string {
  const { manifests, problems } = repoOf(props, environment).synthesize();
  expect(problems).toEqual([]);
  expect(manifests.flatMap(({ manifest }) => validateManifest(manifest))).toEqual([]);
  return renderFiles(manifests).get('qa/shop/frontend.yaml') ?? '';
}

/** What a change of the release changes in the file, without line numbers. */
function changeOf(before: Release, after: Release, environment?: EnvironmentSpec) {
  const [old, now] = [before, after].map((release) => fileOf({ release, exposed }, environment));
  return diffLines(old ?? '', now ?? '').map((line) => line.replace(/(\d+): +/, ''));
}

test.each<[string, Release]>([
  ['blue-green-by-service', blueGreenByService({ active: 'blue' })],
  ['blue-green-by-ingress', blueGreenByIngress({ active: 'green' })],
  ['canary-by-ingress', canaryByIngress({ weight: 20 })],
  ['canary-by-replicas', canaryByReplicas({ replicas: 1, each: recreate() })],
])('two Deployments are as shown: %s', (name, release) => {
  expectYaml(join(__dirname, 'snapshots', `${name}.yaml`), fileOf({ release, exposed }));
});

describe('a switch is a line or two', () => {
  test('of the Service', () => {
    const [blue, green] = [
      blueGreenByService({ active: 'blue' }),
      blueGreenByService({ active: 'green' }),
    ];
    expect(changeOf(blue, green)).toEqual(['-version: blue', '+version: green']);
    expect(changeOf(green, blue)).toEqual(['-version: green', '+version: blue']);
  });

  test.each<[string, EnvironmentSpec, string]>([
    ['NGINX', nginx, 'name: frontend-'],
    ['Istio', istio, 'host: frontend-'],
    [
      'the Gateway API',
      {
        ...nginx,
        ingress: { kind: 'gateway-api', gateway },
        access: { gateway: { namespace: 'infra', labels: { app: 'gateway' } } },
      },
      'name: frontend-',
    ],
  ])('of the Service and the route, with %s', (_, environment, route) => {
    const lines = changeOf(
      blueGreenByIngress({ active: 'blue' }),
      blueGreenByIngress({ active: 'green' }),
      environment,
    );
    expect(lines.map((line) => line.replace(/^(.)- /, '$1'))).toEqual(
      expect.arrayContaining([
        '-version: blue',
        '+version: green',
        `-${route}blue`,
        `+${route}green`,
      ]),
    );
    expect(lines).toHaveLength(4);
  });

  test.each<[string, EnvironmentSpec, readonly string[]]>([
    [
      'NGINX',
      nginx,
      [
        '-nginx.ingress.kubernetes.io/canary-weight: "0"',
        '+nginx.ingress.kubernetes.io/canary-weight: "40"',
      ],
    ],
    ['Istio', istio, ['-weight: 100', '+weight: 60', '-weight: 0', '+weight: 40']],
  ])('of the weight, with %s', (_, environment, lines) => {
    const change = changeOf(
      canaryByIngress({ weight: 0 }),
      canaryByIngress({ weight: 40 }),
      environment,
    );
    expect(change).toEqual(lines);
  });

  test('of the number of pods', () => {
    const change = changeOf(canaryByReplicas({ replicas: 0 }), canaryByReplicas({ replicas: 2 }));
    expect(change[0]).toBe('-replicas: 0');
    expect(change[1]).toBe('+replicas: 2');
  });
});

test('the selectors of both versions stay, whichever has the traffic, and have no pod in common', () => {
  const selectors = (['blue', 'green'] as const).map((active) =>
    objectsOf({ release: blueGreenByService({ active }) })
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ metadata, spec }) => [metadata.name, Object(spec).selector.matchLabels])
      .toSorted(),
  );
  expect(selectors[0]).toEqual(selectors[1]);
  expect(selectors[0]).toEqual([
    ['frontend-blue', { 'app.kubernetes.io/name': 'frontend', version: 'blue' }],
    ['frontend-green', { 'app.kubernetes.io/name': 'frontend', version: 'green' }],
  ]);
});

test('each version has an autoscaler, which owns its number of pods', () => {
  const release = canaryByIngress({ weight: 10 });
  const cart = microservice({
    ports,
    release: blueGreenByService({ active: 'green', images }),
    image: undefined,
    replicas: { min: 2, max: 5, cpuPercent: 70 },
  });
  expect(cart.controllerOwned.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'Deployment cart-green',
    'Deployment cart-blue',
  ]);
  expect(cart.workloads.map(({ name }) => name)).toEqual(['cart-green', 'cart-blue']);
  expect(cart.workload?.name).toBe('cart-green');
  const objects = objectsOf({ release, exposed, replicas: { min: 2, max: 5, cpuPercent: 70 } });
  const targets = objects.flatMap(({ kind, spec }) =>
    kind === 'HorizontalPodAutoscaler' ? [Object(spec).scaleTargetRef.name] : [],
  );
  expect(targets).toEqual(['frontend-stable', 'frontend-canary']);
});

test('few pods of a canary have neither an autoscaler nor a budget that holds up drains', () => {
  const objects = objectsOf({
    release: canaryByIngress({ weight: 10, replicas: 1 }),
    exposed,
    replicas: { min: 2, max: 5, cpuPercent: 70 },
    disruptionBudget: { minAvailable: 1 },
  });
  const names = (kind: string) =>
    objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
  expect(names('HorizontalPodAutoscaler')).toEqual(['frontend-stable']);
  expect(names('PodDisruptionBudget')).toEqual(['frontend-stable']);
});

test('policies open what calls need for both versions', () => {
  const found = objectsOf({ release: canaryByIngress({ weight: 10 }), exposed }).find(
    ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'frontend',
  );
  expect(Object(found?.spec).podSelector).toEqual({
    matchLabels: { 'app.kubernetes.io/name': 'frontend' },
  });
});

test('names the missing pins', () => {
  const problems = (release: Release, pins: ImagePins) =>
    repoOf({ release, exposed }, nginx, pins).synthesize().problems;
  expect(problems(blueGreenByService({ active: 'blue' }), {})).toEqual([
    '[qa/shop/frontend] release.images.blue: no image is pinned: add "shop/frontend-blue": "<image>:<tag>" to envs/qa.images.json',
    '[qa/shop/frontend] release.images.green: no image is pinned: add "shop/frontend-green": "<image>:<tag>" to envs/qa.images.json',
  ]);
  expect(problems(canaryByIngress({ weight: 20 }), { 'shop/frontend': image('v1') })).toEqual([
    '[qa/shop/frontend] release.image: no image is pinned: add "shop/frontend-canary": "<image>:<tag>" to envs/qa.images.json',
  ]);
  expect(
    problems(canaryByIngress({ weight: 20 }), { ...PINS, 'shop/frontend-canary': 'a:latest' }),
  ).toEqual([
    '[qa/shop/frontend] release.image: got "a:latest", allowed a version that stays the same: replace `latest` by a tag or a digest',
  ]);
});

describe('rejects', () => {
  const check = (release: Release, props: Partial<MicroserviceProps> = {}) =>
    problemsWith({ ports, replicas: 4, release, ...props });
  const both = { image: image('v2') };

  test('a canary by ingress that nothing from outside reaches', () => {
    expect(check(canaryByIngress({ weight: 20, ...both }))).toEqual([
      'release: needs a way in from outside: add `exposed`, or take canaryByReplicas()',
    ]);
    expect(check(canaryByIngress({ weight: 20, ...both }), { exposed })).toEqual([]);
    expect(check(blueGreenByIngress({ active: 'blue', images }), { image: undefined })).toEqual([
      'release: needs a way in from outside: add `exposed`, or take blueGreenByService()',
    ]);
  });

  test('weights of an Ingress whose controller isn’t known', () => {
    const environment: EnvironmentSpec = {
      ...nginx,
      ingress: { kind: 'ingress', class: 'haproxy' },
      access: { gateway: { namespace: 'infra', labels: { app: 'gateway' } } },
    };
    const problems = (release: Release) =>
      repoOf({ release, exposed }, environment).synthesize().problems;
    expect(problems(canaryByIngress({ weight: 20 }))).toEqual([
      "[qa/shop/frontend] release.weight: is not for ingress 'ingress', whose controller isn't known: take an environment with one of 'istio', 'gateway-api', 'nginx', or canaryByReplicas()",
    ]);
    expect(problems(blueGreenByIngress({ active: 'blue' }))).toEqual([]);
  });

  test.each([-1, 101, 0.5])('a weight of %d', (weight) => {
    expect(check(canaryByIngress({ weight, ...both }), { exposed })).toEqual([
      `release.weight: got ${weight}, allowed a whole number from 0 to 100`,
    ]);
  });

  test.each([0, 100])('no weight of %d', (weight) => {
    expect(check(canaryByIngress({ weight, ...both }), { exposed })).toEqual([]);
  });

  test('few pods for much traffic', () => {
    const release = (weight: number, replicas: number) =>
      canaryByIngress({ weight, replicas, ...both });
    expect(check(release(50, 1), { exposed })).toEqual([]);
    expect(check(release(51, 1), { exposed })).toEqual([
      'release.replicas: got 1, allowed at least 2, or 51 % of the traffic is more than 2 times their share',
    ]);
    expect(check(release(1, 0), { exposed })).toEqual([
      'release.replicas: got 0, allowed at least 1, or 1 % of the traffic is more than 2 times their share',
    ]);
    expect(check(release(0, 0), { exposed })).toEqual([]);
  });

  test('numbers of pods that an autoscaler changes', () => {
    const replicas = { min: 2, max: 4, cpuPercent: 70 };
    expect(check(canaryByReplicas({ replicas: 1, ...both }), { replicas })).toEqual([
      'release: needs a fixed number of pods, since they decide on the traffic: set `replicas` to a number, or take canaryByIngress()',
    ]);
    expect(check(canaryByReplicas({ replicas: -1, ...both }))).toEqual([
      'release.replicas: got -1, allowed a whole number from 0',
    ]);
  });

  test('one image for two versions', () => {
    expect(check(blueGreenByService({ active: 'blue', images }))).toEqual([
      'image: got "registry.example.com/shop/cart:v1.2.3", allowed none: name each version’s in release.images, or pin both',
    ]);
  });

  test('images without a version, and without ports', () => {
    const release = blueGreenByService({ active: 'blue', images: { ...images, green: 'a' } });
    expect(check(release, { image: undefined, ports: {} })).toEqual([
      'release.images.green: got "a", allowed an image with a version: add a tag (`:v1.2.3`) or a digest',
      'release: needs the Service of its name: add a port, and let `service` be made',
    ]);
  });

  test('names that are too long with a version', () => {
    const name = 'a'.repeat(57);
    const problems = problemsWith(
      { ports, release: canaryByReplicas({ replicas: 1, ...both }) },
      name,
    );
    expect(problems).toEqual([
      expect.stringMatching(/^name: got "a{57}-stable", allowed /),
      expect.stringMatching(/^name: got "a{57}-canary", allowed /),
    ]);
  });

  test('a rolling update of one version that never moves', () => {
    const each = { kind: 'rolling-update', maxSurge: 0, maxUnavailable: 0 } as const;
    expect(check(canaryByReplicas({ replicas: 1, each, ...both }))).toEqual([
      'release.each: maxSurge and maxUnavailable are both 0: raise one of the two',
    ]);
  });

  test('an autoscaler of cdk8s-plus, which knows one workload only', () => {
    const cart = microservice({ ports, release: canaryByReplicas({ replicas: 1, ...both }) });
    new kplus.HorizontalPodAutoscaler(Chart.of(cart), 'hpa', { target: cart, maxReplicas: 5 });
    expect(cart.node.validate()).toEqual([
      'replicas: is decided by an autoscaler of one workload, and the release has two: give `replicas` its bounds',
    ]);
  });
});
