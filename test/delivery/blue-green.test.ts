import { type BlueGreenOptions, blueGreen } from '../../lib/delivery/blue-green';
import { checkRelease } from '../../lib/delivery/release';
import { lines } from '../problem/lines';
import { rolloutWith } from './releases';

const check = (options: BlueGreenOptions, replicas?: number) =>
  lines(
    checkRelease('release', blueGreen(options), { name: 'cart', replicas, selector: { app: 'a' } }),
  );

test('has the main Service and one for previews', () => {
  expect(rolloutWith(blueGreen())).toMatchObject({
    spec: { strategy: { blueGreen: { activeService: 'cart', previewService: 'cart-preview' } } },
  });
});

test.each([
  ['on', {}],
  ['off', { autoPromotionEnabled: false }],
  [{ after: '5m' }, { autoPromotionSeconds: 300 }],
] as const)('is promoted: %j', (autoPromotion, fields) => {
  const { spec } = rolloutWith(blueGreen({ autoPromotion }));
  expect(spec).toMatchObject({ strategy: { blueGreen: fields } });
});

test('rejects one Service for both versions', () => {
  expect(check({ previewService: 'cart' })).toEqual([
    'release.previewService: got "cart", allowed another Service than the active one',
  ]);
});

test.each([
  [1, 3, []],
  [3, 3, []],
  [0, 3, ['release.previewReplicaCount: got 0, allowed a whole number from 1 to the 3 replicas']],
  [4, 3, ['release.previewReplicaCount: got 4, allowed a whole number from 1 to the 3 replicas']],
  [0, undefined, ['release.previewReplicaCount: got 0, allowed a whole number from 1']],
])('of %i preview pods of %s', (previewReplicaCount, replicas, problems) => {
  expect(check({ previewReplicaCount }, replicas)).toEqual(problems);
});

test('rejects an analysis that ends after the old pods', () => {
  const ofDelay = (scaleDownDelay: '60s' | '59s') =>
    check({
      scaleDownDelay,
      postPromotionAnalysis: { templates: [{ name: 'a', timing: { firstVerdict: 0, end: 60 } }] },
    });
  expect(ofDelay('60s')).toEqual([]);
  expect(ofDelay('59s')).toEqual([
    'release.scaleDownDelay: got "59s", allowed at least 60s: the analysis after promotion is stopped when old pods end',
  ]);
});

test('rejects wrong fields, all at once', () => {
  expect(
    check({
      minReady: '10m',
      autoPromotion: { after: '0s' },
      prePromotionAnalysis: { templates: [] },
      scaleDownDelayRevisionLimit: 11,
      abortScaleDownDelay: '0s',
      antiAffinity: { preferred: 0 },
      activeMetadata: { labels: { app: 'b' } },
      previewMetadata: { labels: { 'a b': 'c' } },
      maxUnavailable: '101%',
    }).map((line) => line.slice(0, line.indexOf(':'))),
  ).toEqual([
    'release.minReady',
    'release.autoPromotion.after',
    'release.prePromotionAnalysis.templates',
    'release.scaleDownDelayRevisionLimit',
    'release.abortScaleDownDelay',
    'release.antiAffinity.preferred',
    'release.activeMetadata.labels',
    'release.previewMetadata.labels',
    'release.maxUnavailable',
  ]);
});
