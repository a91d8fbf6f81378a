import { join } from 'node:path';
import { blueGreen } from '../../lib/delivery/blue-green';
import { canary } from '../../lib/delivery/canary';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import { pause, weight } from '../../lib/delivery/step';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { validateManifest } from '../../lib/schema/validate';
import { emitYaml } from '../../lib/writer/yaml';
import { manifestsOf } from '../render-tree';
import { expectYaml } from '../yaml-snapshot';
import { microservice, problemsWith } from './chart';

const steps = [weight(20), pause('60s'), weight(60), pause('5m')];
const routed = canary({ router: istioByHost(), steps });
const ports = { http: { port: 80, target: 8080 }, metrics: 9090 };

function objectsWith(props: Partial<MicroserviceProps>) {
  return manifestsOf(microservice({ ports, replicas: 4, ...props })).map(
    ({ manifest }) => manifest,
  );
}

function namesWith(props: Partial<MicroserviceProps>, kind: string): readonly string[] {
  return objectsWith(props).flatMap((object) =>
    object.kind === kind ? [object.metadata.name] : [],
  );
}

test.each([
  ['canary', canary({ steps })],
  ['canary-istio', routed],
  ['blue-green', blueGreen({ autoPromotion: 'off' })],
])('is released as shown: %s', (name, release) => {
  const objects = objectsWith({ release, service: { ports: ['http'] } });
  expect(objects.flatMap(validateManifest)).toEqual([]);
  const shown = objects.filter(({ kind }) =>
    ['Rollout', 'Service', 'VirtualService', 'PodDisruptionBudget'].includes(kind),
  );
  expectYaml(join(__dirname, 'snapshots', `release-${name}.yaml`), emitYaml(shown));
});

test('all but the kind and the strategy is as in a Deployment', () => {
  const [deployment, rollout] = [undefined, routed].map((release) => {
    const found = objectsWith({ release }).find(
      ({ kind }) => kind === 'Deployment' || kind === 'Rollout',
    );
    return { metadata: found?.metadata, spec: { ...Object(found?.spec), strategy: undefined } };
  });
  expect(rollout).toEqual(deployment);
});

test.each([
  ['one, without a router', canary({ steps }), ['cart']],
  ['one for each version, with a router', routed, ['cart', 'cart-canary']],
  [
    'beside those that take turns',
    canary({ router: istioByHost(), pingPong: { pingService: 'a', pongService: 'b' } }),
    ['cart', 'a', 'b'],
  ],
  ['one for previews', blueGreen(), ['cart', 'cart-preview']],
  ['named as said', blueGreen({ previewService: 'next' }), ['cart', 'next']],
])('has Services: %s', (_, release, names) => {
  expect(namesWith({ release }, 'Service')).toEqual(names);
});

test('a preview is inside of the cluster, whatever the main Service is', () => {
  const service = { type: 'LoadBalancer', ports: ['http'], nodePorts: { http: 30080 } } as const;
  const preview = objectsWith({ release: blueGreen(), service }).find(
    ({ metadata }) => metadata.name === 'cart-preview',
  );
  expect(preview?.spec).toEqual({
    selector: { 'app.kubernetes.io/name': 'cart' },
    ports: [{ name: 'http', port: 80, targetPort: 'http' }],
  });
});

test('an autoscaler works on the Rollout, and owns its number of pods', () => {
  const props = { ports, release: canary({ steps }), replicas: { min: 2, max: 5, cpuPercent: 70 } };
  const cart = microservice(props);
  const objects = manifestsOf(cart).map(({ manifest }) => manifest);
  expect(objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler')?.spec).toMatchObject({
    scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'cart' },
  });
  expect(cart.workload?.kind).toBe('Rollout');
  expect(cart.controllerOwned).toEqual([
    { group: 'argoproj.io', kind: 'Rollout', name: 'cart', fields: ['.spec.replicas'] },
  ]);
  expect(microservice({ ...props, release: undefined }).controllerOwned).toEqual([
    { group: 'apps', kind: 'Deployment', name: 'cart', fields: ['.spec.replicas'] },
  ]);
  expect(microservice({ ports }).controllerOwned).toEqual([]);
});

test('tells what the controller owns of Services and routes', () => {
  const owned = microservice({ ports, release: routed }).controllerOwned;
  expect(owned.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'Service cart',
    'Service cart-canary',
    'VirtualService cart',
  ]);
  expect(owned.at(-1)?.fields).toEqual([
    '.spec.http[] | select(.name == "primary-http") | .route[].weight',
    '.spec.tcp[] | .route[].weight',
  ]);
});

test('a cdk8s-plus autoscaler is told of the Rollout', () => {
  expect(microservice({ ports, release: blueGreen() }).toScalingTarget()).toMatchObject({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    name: 'cart',
  });
});

test.each<[string, Partial<MicroserviceProps>]>([
  ['ports', {}],
  ['its Service', { ports, service: 'none' }],
])('rejects a release that splits traffic without %s', (_, props) => {
  expect(problemsWith({ ...props, release: blueGreen() })).toEqual([
    'release: needs the Service of its name: add a port, and let `service` be made',
  ]);
  expect(problemsWith({ ...props, release: canary({ steps }) })).toEqual([]);
});

test('rejects a Service that the release makes', () => {
  const services = { 'cart-preview': {} };
  expect(problemsWith({ ports, services, release: blueGreen() })).toEqual([
    'services: got "cart-preview", allowed another name: the release makes this Service',
  ]);
});

test('rejects labels of a version that select pods', () => {
  const release = canary({ canaryMetadata: { labels: { 'app.kubernetes.io/name': 'other' } } });
  expect(problemsWith({ release })).toEqual([
    'release.canaryMetadata.labels: got "app.kubernetes.io/name", allowed another label: this one selects the pods of all versions',
  ]);
});
