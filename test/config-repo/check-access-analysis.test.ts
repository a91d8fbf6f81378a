import { App } from 'cdk8s';
import { AnalysisTemplate, ClusterAnalysisTemplate } from '../../lib/analysis/construct';
import { Experiment } from '../../lib/analysis/experiment-construct';
import { smokeTest, webCheck } from '../../lib/analysis/job-analyses';
import type { Metric } from '../../lib/analysis/spec';
import { analysisTemplate, clusterAnalysisTemplate } from '../../lib/analysis/template';
import { checkAccess } from '../../lib/config-repo/check-access';
import { readAccess } from '../../lib/config-repo/check-access-declared';
import { canary } from '../../lib/delivery/canary';
import { analysisStep } from '../../lib/delivery/step';
import { address } from '../../lib/endpoint/address';
import type { Endpoint } from '../../lib/endpoint/endpoint';
import type { AccessSpec } from '../../lib/environment/access';
import { defineEnvironment } from '../../lib/environment/define';
import { Environment } from '../../lib/environment/environment';
import type { Mesh } from '../../lib/environment/spec';
import type { Manifest } from '../../lib/manifest/manifest';
import { Microservice } from '../../lib/microservice/microservice';
import type { Env } from '../../lib/pod/env';
import { System } from '../../lib/system/system';
import { policiesOf } from '../access/world';
import { least, resources } from '../microservice/chart';
import { filesOf, manifestsOf } from '../render-tree';

const MESH = { kind: 'istio' } as const;

/** A Job that calls an endpoint. */
function job(name: string, target?: Endpoint): Metric {
  const env: Env = target === undefined ? {} : { TARGET: target };
  return {
    name,
    provider: { job: { image: 'registry.example.com/check:v1', container: { env, resources } } },
  };
}

/** Analyses of every kind, around two microservices. */
function shop(access: AccessSpec, mesh?: Mesh, isSharedHere = false) {
  const app = new App();
  const environment = new Environment(
    app,
    defineEnvironment({
      name: 'qa',
      tier: 'preproduction',
      cluster: { name: 'test' },
      domain: 'qa.example.com',
      mesh,
      access,
    }),
  );
  const base = new System(environment, 'base');
  const cart = new Microservice(base, 'cart', { ...least, ports: { grpc: 7070, admin: 9090 } });
  const shop = new System(environment, 'shop');
  const metrics = [job('all', cart.endpoint('grpc'))];
  const shared = isSharedHere
    ? new ClusterAnalysisTemplate(base, 'shared', { metrics })
    : clusterAnalysisTemplate({ name: 'shared', metrics });
  const verify = new AnalysisTemplate(shop, 'verify', { metrics: [job('api'), job('logs')] });
  const compare = analysisTemplate({
    name: 'compare',
    metrics: [job('compare', cart.endpoint('admin'))],
  });
  const web = (name: string) =>
    new Microservice(shop, name, {
      ...least,
      ports: { http: { port: 80, target: 8080 } },
      release: canary({
        steps: [
          analysisStep({
            templates: [
              smokeTest({ urls: [address`http://${cart.endpoint('grpc')}/`] }),
              webCheck({ url: address`http://${cart.endpoint('admin')}/healthz` }),
              shared.use(),
              verify.use(),
            ],
          }),
        ],
      }),
    });
  const [frontend] = [web('frontend'), web('worker')];
  verify.addCalls(frontend.endpoint('http'));
  new Experiment(shop, 'trial', {
    templates: {
      next: { ...least, container: { env: { CART: cart.endpoint('grpc') }, resources } },
    },
    duration: '5m',
    analyses: () => ({ compare: compare.use() }),
  });
  return app;
}

/** What is found, with some manifests changed. */
function linesOf(
  app: App,
  change: (manifest: Manifest) => readonly Manifest[] = (manifest) => [manifest],
): readonly string[] {
  const environments = app.node.children.filter((child) => child instanceof Environment);
  const manifests = manifestsOf(app).flatMap((entry) =>
    change(entry.manifest).map((manifest) => ({ ...entry, manifest })),
  );
  return checkAccess(manifests, environments.map(readAccess));
}

function specOf(app: App, kind: string, name: string): string {
  const found = manifestsOf(app).filter(
    ({ manifest }) => manifest.kind === kind && manifest.metadata.name === name,
  );
  expect(found).toHaveLength(1);
  return JSON.stringify(found[0]?.manifest);
}

test.each([
  ['kubernetes', { dialects: ['kubernetes'] }],
  ['istio', { dialects: ['istio'] }],
  ['kubernetes and istio', { dialects: ['kubernetes', 'istio'] }],
  ['all', { dialects: ['kubernetes', 'istio', 'cilium'] }],
] satisfies [string, AccessSpec][])(
  'opens what analyses reach, and nothing else: %s',
  (_, access) => {
    expect(linesOf(shop(access, MESH))).toEqual([]);
    expect(linesOf(shop(access, MESH, true))).toEqual([]);
  },
);

test('opens what analyses reach without a mesh', () => {
  expect(linesOf(shop({}))).toEqual([]);
});

test('puts the policies of a Job beside its template, and once where a namespace shares it', () => {
  const files = [...filesOf(shop({})).keys()];
  const app = shop({});
  const placeOf = (name: string) =>
    manifestsOf(app)
      .filter(
        ({ manifest }) => manifest.kind === 'NetworkPolicy' && manifest.metadata.name === name,
      )
      .map(({ file }) => file);
  expect(files).toContain('qa/shop/shared-analysis.yaml');
  expect(placeOf('shared-analysis')).toEqual(['qa/shop/shared-analysis.yaml']);
  expect(placeOf('verify-api-analysis')).toEqual(['qa/shop/verify.yaml']);
  expect(placeOf('verify-logs-analysis')).toEqual(['qa/shop/verify.yaml']);
  expect(placeOf('frontend-smoke-test-analysis')).toEqual(['qa/shop/frontend.yaml']);
  expect(placeOf('worker-smoke-test-analysis')).toEqual(['qa/shop/worker.yaml']);
  expect(placeOf('compare-analysis')).toEqual(['qa/shop/trial.yaml']);
  expect(placeOf('trial-next')).toEqual(['qa/shop/trial.yaml']);
});

test('lets Jobs through by an account of their own', () => {
  const app = shop({ dialects: ['istio'] }, MESH);
  expect(specOf(app, 'AuthorizationPolicy', 'cart')).toContain(
    '"cluster.local/ns/shop-qa/sa/frontend-smoke-test-analysis"',
  );
  expect(specOf(app, 'ServiceAccount', 'frontend-smoke-test-analysis')).toContain(
    '"automountServiceAccountToken":false',
  );
  expect(specOf(app, 'AnalysisTemplate', 'frontend-smoke-test')).toContain(
    '"serviceAccountName":"frontend-smoke-test-analysis"',
  );
});

test('finds a Job whose policy is gone', () => {
  const lines = linesOf(shop({}), (manifest) =>
    manifest.kind === 'NetworkPolicy' && manifest.metadata.name === 'frontend-smoke-test-analysis'
      ? []
      : [manifest],
  );
  expect(lines).toContain(
    'shop-qa/frontend-smoke-test-analysis -> base-qa/cart TCP 7070: is declared, and closed: ' +
      'NetworkPolicy shop-qa/default-deny closes what shop-qa/frontend-smoke-test-analysis sends: ' +
      'allow it egress to base-qa/cart on TCP 7070',
  );
});

describe("the controller's own requests", () => {
  test('open the port that they ask to the controller alone', () => {
    const [policy] = policiesOf(shop({})).filter(({ metadata: { name } }) => name === 'cart');
    const [, admin] = Object(policy?.['spec']).ingress;
    expect(admin).toEqual({
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'argo-rollouts' } },
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'argo-rollouts' } },
        },
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop-qa' } },
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'compare-analysis' } },
        },
      ],
      ports: [{ port: 9090 }],
    });
  });

  test('come from where the environment says, and are let in by identity', () => {
    const rollouts = { namespace: 'cd', labels: { app: 'rollouts' }, serviceAccount: 'rollouts' };
    const app = shop({ dialects: ['istio'], rollouts }, MESH);
    expect(specOf(app, 'AuthorizationPolicy', 'cart')).toContain(
      '{"from":[{"source":{"principals":["cluster.local/ns/cd/sa/rollouts"]}}],"to":[{"operation":{"ports":["9090"]}}]}',
    );
    expect(linesOf(app)).toEqual([]);
  });
});

describe('in a mesh', () => {
  const NATIVE = '"sidecar.istio.io/nativeSidecar":"true"';
  const OUTSIDE = '"sidecar.istio.io/inject":"false"';

  test('a Job that calls a microservice has a proxy that ends with it', () => {
    const spec = specOf(shop({}, MESH), 'AnalysisTemplate', 'frontend-smoke-test');
    expect(spec).toContain(NATIVE);
    expect(spec).not.toContain(OUTSIDE);
  });

  test('a Job that calls none has no proxy, and needs no part of the mesh', () => {
    const app = new App();
    const qa = defineEnvironment({
      name: 'qa',
      tier: 'preproduction',
      cluster: { name: 'test' },
      domain: 'qa.example.com',
      mesh: MESH,
    });
    const system = new System(new Environment(app, qa), 'shop');
    new AnalysisTemplate(system, 'logs', { metrics: [job('logs')] });
    expect(specOf(app, 'AnalysisTemplate', 'logs')).toContain(OUTSIDE);
    expect(specOf(app, 'AnalysisTemplate', 'logs')).toContain('"serviceAccountName":"default"');
    expect(specOf(app, 'NetworkPolicy', 'logs-analysis')).not.toContain('15012');
    expect(linesOf(app)).toEqual([]);
  });

  test('whose policies decide, each Job has an identity', () => {
    const app = shop({ dialects: ['istio'] }, MESH);
    expect(specOf(app, 'AnalysisTemplate', 'verify')).not.toContain(OUTSIDE);
  });

  test('a Job that has been left out is told to be closed', () => {
    const app = shop({ dialects: ['istio'] }, MESH);
    const lines = linesOf(app, (manifest) =>
      manifest.metadata.name === 'frontend-smoke-test'
        ? [JSON.parse(JSON.stringify(manifest).replace('"app":', `${OUTSIDE},"app":`))]
        : [manifest],
    );
    expect(lines.join('\n')).toContain(
      'shop-qa/frontend-smoke-test-analysis -> base-qa/cart TCP 7070: is declared, and closed: ' +
        'PeerAuthentication base-qa/default requires mutual TLS',
    );
  });

  test('nothing is said where there is none', () => {
    expect(JSON.stringify(manifestsOf(shop({})))).not.toContain('sidecar.istio.io');
  });
});
