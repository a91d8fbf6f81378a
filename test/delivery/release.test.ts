import { blueGreen } from '../../lib/delivery/blue-green';
import { canary } from '../../lib/delivery/canary';
import {
  type DeploymentRelease,
  planDeploymentRelease,
  recreate,
  rollingUpdate,
} from '../../lib/delivery/deployment-release';
import { checkPodShare, type PodShare } from '../../lib/delivery/pod-share';
import { checkRelease, type Release } from '../../lib/delivery/release';
import { lines, unseen, untyped } from '../problem/lines';

describe('the plan of a release', () => {
  test.each<[string, DeploymentRelease, object]>([
    [
      'a rolling update loses no capacity',
      rollingUpdate(),
      { strategy: { rollingUpdate: { maxUnavailable: { value: 0 } } } },
    ],
    [
      'a rolling update has shares of its own',
      rollingUpdate({ maxSurge: '50%', maxUnavailable: 1 }),
      { strategy: { rollingUpdate: { maxSurge: { value: '50%' }, maxUnavailable: { value: 1 } } } },
    ],
    ['nothing but the type is said to recreate', recreate(), { strategy: { type: 'Recreate' } }],
    [
      'times are in seconds',
      recreate({ minReady: '1m', progressDeadline: '1h', revisionHistoryLimit: 0 }),
      {
        minReadySeconds: 60,
        progressDeadlineSeconds: 3600,
        revisionHistoryLimit: 0,
        strategy: { type: 'Recreate' },
      },
    ],
  ])('%s', (_, release, planned) => {
    expect(planDeploymentRelease(release)).toEqual(planned);
  });
});

describe('a checked release', () => {
  const check = (release?: Release) => lines(checkRelease('release', release));

  test.each<[string, Release | undefined]>([
    ['nothing', undefined],
    ['a rolling update', rollingUpdate()],
    ['without surge', rollingUpdate({ maxSurge: 0, maxUnavailable: 1 })],
    ['of everything at once', rollingUpdate({ maxSurge: '100%', maxUnavailable: '100%' })],
    ['the longest wait', rollingUpdate({ minReady: '599s' })],
    ['a longer wait', recreate({ minReady: '600s', progressDeadline: '601s' })],
    ['no history', recreate({ revisionHistoryLimit: 0 })],
  ])('may be %s', (_, release) => {
    expect(check(release)).toEqual([]);
  });

  test.each<[PodShare, PodShare]>([
    [0, 0],
    ['0%', 0],
    [0, '0%'],
  ])('rejects a surge of %s with %s unavailable, which never moves', (maxSurge, maxUnavailable) => {
    expect(check(rollingUpdate({ maxSurge, maxUnavailable }))).toEqual([
      'release: maxSurge and maxUnavailable are both 0: raise one of the two',
    ]);
  });

  test('rejects wrong shares', () => {
    const share = "allowed a number of pods from 0, or a share from '0%' to '100%'";
    expect(check(rollingUpdate({ maxSurge: -1, maxUnavailable: '101%' }))).toEqual([
      `release.maxSurge: got -1, ${share}`,
      `release.maxUnavailable: got "101%", ${share}`,
    ]);
  });

  test('rejects wrong times', () => {
    const wrong = recreate({ minReady: '-1s', progressDeadline: '0s', revisionHistoryLimit: -1 });
    expect(check(wrong)).toEqual([
      `release.minReady: got "-1s", allowed a duration such as '15s', '5m' or '1h'`,
      `release.progressDeadline: got "0s", allowed a duration such as '15s', '5m' or '1h', at least 1s`,
      'release.revisionHistoryLimit: got -1, allowed a whole number from 0',
    ]);
  });

  test.each<[Release, string, string]>([
    [rollingUpdate({ minReady: '600s' }), '600s', '10m'],
    [recreate({ minReady: '1m', progressDeadline: '60s' }), '1m', '60s'],
  ])('rejects a wait as long as the deadline', (release, wait, deadline) => {
    expect(check(release)).toEqual([
      `release.minReady: got "${wait}", allowed less than the progress deadline of ${deadline}`,
    ]);
  });
});

describe('a share of pods', () => {
  test.each<PodShare>([0, 1, 1000, '0%', '100%'])('may be %s', (share) => {
    expect(checkPodShare('share', share)).toEqual([]);
  });

  test.each([-1, 0.5, Number.NaN, '101%', '-1%', '1.5%', '%', '1', '1e1%'])(
    'rejects %s',
    (share) => {
      const wrong = Number.isNaN(share) ? Number.NaN : untyped(share);
      expect(lines(checkPodShare('share', wrong))).toEqual([
        `share: got ${typeof share === 'string' ? `"${share}"` : share}, allowed a number of pods from 0, or a share from '0%' to '100%'`,
      ]);
    },
  );
});

test.each([
  ['rollingUpdate', rollingUpdate],
  ['recreate', recreate],
  ['canary', canary],
  ['blueGreen', blueGreen],
])('%s takes nothing but options', (name, make) => {
  for (const wrong of [5, 'x', null])
    expect(() => make(unseen(wrong))).toThrow(`${name}(): got ${JSON.stringify(wrong)}, allowed`);
});
