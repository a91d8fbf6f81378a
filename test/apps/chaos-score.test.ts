import '../../lib/testing/jest';
import {
  absent,
  arrayWith,
  Manifests,
  type Pattern,
  simulate,
  stringLike,
} from '../../lib/testing';
import { loadMain } from './main-app';

const all = Manifests.of(loadMain().root);
const stage = all.below('stage/chaos-score');
const prod = all.below('prod/chaos-score');

const SCORED: readonly Pattern[] = [
  { setWeight: 10 },
  {
    analysis: {
      templates: [{ templateName: 'score' }],
      args: [{ name: 'hash', valueFrom: { podTemplateHashValue: 'Latest' } }],
    },
  },
];

test('gives a new version a tenth of the requests and a score, and then all or nothing', () => {
  expect(prod).toContainManifest('Rollout', 'web', {
    spec: {
      strategy: {
        canary: { steps: SCORED, trafficRouting: { istio: { virtualService: { name: 'web' } } } },
      },
    },
  });
});

test.each([
  ['stage', stage],
  ['prod', prod],
])('drops a version with a low score in %s, with nobody asked', (name, manifests) => {
  expect(manifests).toContainManifest('AnalysisTemplate', 'score', {
    spec: {
      metrics: [
        {
          successCondition: stringLike('* && result[0] >= 95'),
          // Neither good nor bad would wait for a person.
          failureCondition: absent(),
          inconclusiveLimit: absent(),
          failureLimit: absent(),
          provider: {
            prometheus: {
              query: stringLike(`*destination_workload_namespace="chaos-score-${name}"*`),
            },
          },
        },
      ],
    },
  });
});

test('shows a new version copies of all requests in stage before it answers any', () => {
  expect(stage).toContainManifest('Rollout', 'web', {
    spec: {
      strategy: {
        canary: {
          steps: [
            { setCanaryScale: { replicas: 1 } },
            { setMirrorRoute: { name: 'shadow', percentage: 100 } },
            { pause: { duration: '10m' } },
            { setMirrorRoute: { name: 'shadow', match: absent() } },
            { setCanaryScale: { matchTrafficWeight: true } },
            ...SCORED,
          ],
        },
      },
    },
  });
  const { waitsForPerson } = simulate(stage.find('Rollout', 'web'), { replicas: 3 });
  expect(waitsForPerson).toBe(0);
});

test('has an API fail on purpose in stage, and none in production', () => {
  expect(stage).toContainManifest('VirtualService', 'prices-api', {
    spec: {
      http: [
        {
          fault: {
            delay: { fixedDelay: '2s', percentage: { value: 10 } },
            abort: { httpStatus: 503, percentage: { value: 5 } },
          },
        },
      ],
    },
  });
  expect(prod.has('VirtualService', 'prices-api')).toBe(false);
  expect(stage).toContainManifest('VirtualService', 'web', {
    spec: { http: arrayWith([{ fault: absent() }]) },
  });
});

test('shows each version to those who watch', () => {
  for (const manifests of [stage, prod])
    expect(manifests).toContainManifest('ConfigMap', 'web-dashboard', {
      metadata: { labels: { grafana_dashboard: '1' } },
    });
});

test('lets the page reach its APIs, and these nobody', () => {
  for (const api of ['catalog-api', 'prices-api'])
    expect(all.pod(`prod/chaos-score/${api}`, 8080)).toBeReachableFrom('prod/chaos-score/web');
  expect(all.pod('prod/chaos-score/prices-api', 8080)).not.toBeReachableFrom(
    'prod/chaos-score/catalog-api',
  );
});
