import { join } from 'node:path';
import { blueGreen } from '../../lib/delivery/blue-green';
import { canary } from '../../lib/delivery/canary';
import { checkRelease, type RolloutRelease } from '../../lib/delivery/release';
import type { ReleaseAnalysis } from '../../lib/delivery/release-analysis';
import { planReferringRollout, planRollout } from '../../lib/delivery/rollout-plan';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import {
  analysisStep,
  canaryScale,
  experiment,
  headerRoute,
  mirrorRoute,
  pause,
  pluginStep,
  weight,
} from '../../lib/delivery/step';
import type { Manifest } from '../../lib/manifest/manifest';
import { validateManifest } from '../../lib/schema/validate';
import { emitYaml } from '../../lib/writer/yaml';
import { deployment } from '../schema/manifests';
import { expectYaml } from '../yaml-snapshot';
import { pathsOf, schemaPaths } from './field-paths';
import { context, rolloutWith, routerWithout } from './releases';

const analysis: ReleaseAnalysis = {
  templates: ['success-rate', { name: 'latency', clusterScope: true }],
  args: {
    service: 'cart',
    stable: { podTemplateHash: 'Stable' },
    region: { field: "metadata.labels['region']" },
  },
  dryRun: ['latency'],
  measurementRetention: { latency: 5 },
  metadata: {
    labels: { team: 'shop' },
    annotations: { 'example.com/link': 'https://example.com' },
  },
};

const metadata = (role: string) => ({ labels: { role }, annotations: { role } });

const rolloutOptions = {
  minReady: '10s',
  progressDeadline: '5m',
  progressDeadlineAbort: true,
  revisionHistoryLimit: 3,
  rollbackWindow: 2,
  analysisHistory: { successful: 1, unsuccessful: 2 },
  restartAt: '2026-01-31T12:00:00Z',
  paused: false,
} as const;

const commonCanary = {
  ...rolloutOptions,
  maxSurge: '50%',
  maxUnavailable: 1,
  antiAffinity: { preferred: 50 },
  canaryMetadata: metadata('canary'),
  stableMetadata: metadata('stable'),
  scaleDownDelayRevisionLimit: 2,
  replicaProgressThreshold: { type: 'Percent', value: 90 },
  analysis: { ...analysis, startingStep: 1 },
} as const;

const RELEASES: Readonly<Record<string, RolloutRelease>> = {
  'canary-routed': canary({
    ...commonCanary,
    router: routerWithout({}),
    abortScaleDownDelay: 'never',
    dynamicStableScale: true,
    minPodsPerReplicaSet: 2,
    maxTrafficWeight: 1000,
    managedRoutes: ['testers', 'shadow'],
    stableService: 'cart-stable',
    steps: [
      canaryScale({ replicas: 1 }),
      headerRoute(
        'testers',
        { header: 'x-canary', exact: 'yes' },
        { header: 'agent', regex: '.*bot' },
        { header: 'user', prefix: 'test-' },
      ),
      mirrorRoute('shadow', {
        percentage: 35,
        match: [
          {
            method: { exact: 'GET' },
            path: { prefix: '/' },
            headers: { agent: { regex: 'fire.*' } },
          },
          { method: { prefix: 'P' }, path: { exact: '/cart' } },
          {
            method: { regex: 'P.*' },
            path: { regex: '/cart/.*' },
            headers: { a: { exact: 'b' }, c: { prefix: 'd' } },
          },
        ],
      }),
      analysisStep(analysis),
      headerRoute('testers'),
      mirrorRoute('shadow'),
      canaryScale({ weight: 250 }),
      weight(200),
      pause('90s'),
      canaryScale({ matchTrafficWeight: true }),
      experiment({
        duration: '1h',
        scaleDownDelay: '1m',
        templates: {
          baseline: { specRef: 'stable', service: true, metadata: metadata('baseline') },
          canary: {
            specRef: 'canary',
            replicas: 2,
            weight: 10,
            service: { name: 'cart-experiment' },
            selector: { app: 'cart', role: 'canary' },
          },
        },
        analyses: {
          compare: {
            template: { name: 'compare', clusterScope: true },
            args: {
              'canary-hash': '{{templates.canary.podTemplateHash}}',
              latest: { podTemplateHash: 'Latest' },
              name: { field: 'metadata.name' },
            },
            requiredForCompletion: true,
          },
        },
        dryRun: ['compare'],
        metadata: metadata('experiment'),
      }),
      pluginStep('example/step', { retries: 3, nested: { list: ['a'] } }),
      pluginStep('example/other'),
      weight(600),
      weight(100, { isStepBack: true }),
      pause(),
    ],
  }),
  'canary-ping-pong': canary({
    router: istioByHost({ hosts: ['shop.example.com'], gateways: ['istio-system/public'] }),
    pingPong: { pingService: 'cart-ping', pongService: 'cart-pong' },
    scaleDownDelay: '2m',
    abortScaleDownDelay: '1m',
    antiAffinity: 'required',
    steps: [weight(50), pause('10m')],
  }),
  'canary-plain': canary({ steps: [weight(20), pause('60s'), weight(40), pause('40s')] }),
  'blue-green': blueGreen({
    ...rolloutOptions,
    previewReplicaCount: 1,
    autoPromotion: { after: '10m' },
    prePromotionAnalysis: analysis,
    postPromotionAnalysis: analysis,
    scaleDownDelay: '5m',
    scaleDownDelayRevisionLimit: 3,
    abortScaleDownDelay: '30s',
    antiAffinity: 'required',
    activeMetadata: metadata('active'),
    previewMetadata: metadata('preview'),
    maxUnavailable: '10%',
    activeService: 'cart-active',
    previewService: 'cart-next',
  }),
  'blue-green-manual': blueGreen({ autoPromotion: 'off', antiAffinity: { preferred: 1 } }),
};

describe.each(Object.entries(RELEASES))('%s', (name, release) => {
  const { rollout, manifests } = planRollout(deployment({ replicas: 4 }), release, context);
  const all = [rollout, ...manifests];

  test('has nothing wrong', () => {
    expect(checkRelease('release', release, { name: 'cart', replicas: 4 })).toEqual([]);
  });

  test('fits the schemas', () => {
    expect(all.flatMap(validateManifest)).toEqual([]);
  });

  test('is as shown', () => {
    expectYaml(join(__dirname, 'snapshots', `${name}.yaml`), emitYaml(all));
  });
});

describe('the fields of a Rollout', () => {
  /** Of the routers, each makes its own; the pods are the microservice's. */
  const ELSEWHERE =
    /^(template|selector|strategy\.canary\.trafficRouting\.(?!managedRoutes|maxTrafficWeight).*)(\.|$)/;
  const workloadRef = planReferringRollout(deployment(), blueGreen(), context, {
    name: 'cart',
    scaleDown: 'onsuccess',
  }).rollout;

  test('are all to be had', () => {
    const said = new Set(
      [...Object.values(RELEASES).map(rolloutWith), workloadRef].flatMap(({ spec }) =>
        pathsOf(spec ?? {}),
      ),
    );
    const missing = schemaPaths('Rollout.spec').filter(
      (path) => !said.has(path) && !ELSEWHERE.test(path),
    );
    // Experiments select their pods by labels; what else they may do is left to a JSON patch.
    expect(missing.filter((path) => !path.includes('matchExpressions'))).toEqual([]);
  });
});

describe('a referring Rollout', () => {
  const plan = (scaleDown?: 'never' | 'onsuccess' | 'progressively') =>
    planReferringRollout(deployment({ replicas: 4 }), canary({}), context, {
      name: 'cart',
      scaleDown,
    });

  test('has the pods of another workload', () => {
    const { rollout } = plan('progressively');
    expect(rollout.spec).toMatchObject({
      replicas: 4,
      selector: { matchLabels: { app: 'cart' } },
      workloadRef: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'cart',
        scaleDown: 'progressively',
      },
    });
    expect(rollout.spec).not.toHaveProperty('template');
    expect(validateManifest(rollout)).toEqual([]);
  });

  test.each([
    [undefined, 0],
    ['never', 0],
    ['onsuccess', 1],
    ['progressively', 1],
  ] as const)(
    'with scaleDown %s owns the number of the workload’s pods: %i',
    (scaleDown, count) => {
      const owned = [
        { group: 'apps', kind: 'Deployment', name: 'cart', fields: ['.spec.replicas'] },
      ];
      expect(plan(scaleDown).controllerOwned).toEqual(owned.slice(0, count));
    },
  );
});

test('objects of an analysis are made once, with the name and the arguments that they need', () => {
  const made: Manifest = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: 'cart-smoke' },
  };
  const source = {
    plan: ({ name }: typeof context) => ({
      name: `${name}-smoke`,
      args: { service: name, port: '80' },
      manifests: [made],
    }),
  };
  const use = { templates: [source], args: { port: '81' } };
  const release = canary({ analysis: use, steps: [analysisStep(use), pause('1m')] });
  const { rollout, manifests } = planRollout(deployment(), release, context);
  expect(manifests).toEqual([made]);
  expect(rollout).toMatchObject({
    spec: {
      strategy: {
        canary: {
          analysis: {
            templates: [{ templateName: 'cart-smoke' }],
            args: [
              { name: 'service', value: 'cart' },
              { name: 'port', value: '81' },
            ],
          },
        },
      },
    },
  });
});
