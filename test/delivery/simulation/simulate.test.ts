import { blueGreen } from '../../../lib/delivery/blue-green';
import { canary } from '../../../lib/delivery/canary';
import type { RolloutRelease } from '../../../lib/delivery/release';
import { istioByHost } from '../../../lib/delivery/routers/istio-by-host';
import type { SimulationOptions } from '../../../lib/delivery/simulation/options';
import { simulate } from '../../../lib/delivery/simulation/simulate';
import { timeline } from '../../../lib/delivery/simulation/timeline';
import {
  analysisStep,
  canaryScale,
  experiment,
  pause,
  pluginStep,
  weight,
} from '../../../lib/delivery/step';
import { rolloutWith, template } from '../releases';

const router = istioByHost();

function play(release: RolloutRelease, options: Partial<SimulationOptions> = {}) {
  return simulate(rolloutWith(release), { replicas: 10, podStart: '10s', ...options });
}

/** Time, old pods, new pods and new traffic of each moment. */
function rows(release: RolloutRelease, options: Partial<SimulationOptions> = {}) {
  return play(release, options).moments.map(({ at, stable, canary: pods, traffic }) => [
    at,
    stable,
    pods,
    Math.round(traffic),
  ]);
}

describe('a canary without a router', () => {
  test('has traffic as it has pods', () => {
    expect(rows(canary({ steps: [weight(20), pause('60s')] }))).toEqual([
      [0, 10, 0, 0],
      [0, 10, 2, 0],
      [10, 8, 2, 20],
      [10, 8, 2, 20],
      // 25 % too many, rounded up.
      [70, 8, 5, 20],
      [80, 5, 8, 50],
      [90, 2, 10, 80],
      [100, 0, 10, 100],
      [100, 0, 10, 100],
    ]);
  });

  test('has no more pods than wanted where it may have fewer', () => {
    const { peakPods } = play(
      canary({ maxSurge: 0, maxUnavailable: 2, steps: [weight(50), pause('1s')] }),
    );
    expect(peakPods).toBe(10);
  });

  test.each([
    [{ type: 'Percent', value: 100 }, 30],
    [{ type: 'Percent', value: 38 }, 20],
    [{ type: 'Percent', value: 37 }, 10],
    [{ type: 'Pods', value: 3 }, 10],
    [{ type: 'Pods', value: 4 }, 20],
  ] as const)(
    'goes on when enough of its pods are ready, and replaces the rest: %j',
    (replicaProgressThreshold, pauseAt) => {
      const steps = [weight(80), pause('60s')];
      const { moments } = play(canary({ maxSurge: 3, replicaProgressThreshold, steps }));
      const at = (event: string) => moments.find((moment) => moment.event === event)?.at;
      expect(at('pause 60s')).toBe(pauseAt);
      expect(at('setWeight 80')).toBe(30);
      expect(at('full: pods start')).toBe(pauseAt + 60);
      const times = moments.map((moment) => moment.at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    },
  );

  test.each([
    [1, 2],
    [4, 5],
    [10, 13],
  ])('of %i pods has %i at most', (replicas, most) => {
    expect(play(canary({ steps: [weight(50), pause('1m')] }), { replicas }).peakPods).toBe(most);
  });

  test('of no pods has nothing to wait for', () => {
    expect(play(canary({ steps: [weight(50)] }), { replicas: 0 })).toMatchObject({
      peakPods: 0,
      endAt: 0,
    });
  });
});

describe('a canary with a router', () => {
  test('has traffic when its pods are ready, beside all old ones', () => {
    expect(rows(canary({ router, steps: [weight(20), pause('60s')] }))).toEqual([
      [0, 10, 0, 0],
      [0, 10, 2, 0],
      [10, 10, 2, 20],
      [10, 10, 2, 20],
      [70, 10, 10, 20],
      [80, 10, 10, 100],
      // The Rollout keeps old pods for 30 seconds.
      [110, 0, 10, 100],
    ]);
  });

  test('has fewer old pods as it goes on, with a dynamic scale', () => {
    const dynamic = canary({ router, dynamicStableScale: true, steps: [weight(40), weight(80)] });
    expect(rows(dynamic)).toEqual([
      [0, 10, 0, 0],
      [0, 10, 4, 0],
      [10, 6, 4, 40],
      [10, 6, 8, 40],
      [20, 2, 8, 80],
      [20, 2, 10, 80],
      [30, 0, 10, 100],
      [60, 0, 10, 100],
    ]);
    expect(play(dynamic).peakPods).toBe(14);
    expect(play(canary({ router, steps: [weight(40), weight(80)] })).peakPods).toBe(20);
  });

  test('has pods as a step says, until the traffic decides again', () => {
    const steps = [
      canaryScale({ replicas: 5 }),
      weight(10),
      canaryScale({ weight: 20 }),
      canaryScale({ matchTrafficWeight: true }),
      pause('1m'),
    ];
    const pods = play(canary({ router, steps })).moments.map((moment) => moment.canary);
    expect(pods).toEqual([0, 5, 5, 5, 2, 1, 1, 10, 10, 10]);
  });

  test('has two pods of a version at least where it says so', () => {
    const { moments } = play(canary({ router, minPodsPerReplicaSet: 2, steps: [weight(1)] }));
    expect(moments[2]).toMatchObject({ canary: 2, traffic: 1 });
  });

  test('counts in the router’s own whole', () => {
    const moments = rows(
      canary({
        router: { ...router, supports: { ...router.supports, maxTrafficWeight: true } },
        maxTrafficWeight: 1000,
        steps: [weight(500)],
      }),
    );
    expect(moments[2]).toEqual([10, 10, 5, 50]);
  });
});

describe('times', () => {
  test('a new pod counts when it has been ready for as long as it must', () => {
    const { fullAt } = play(canary({ router, minReady: '20s' }));
    expect(fullAt).toBe(30);
  });

  test('a person takes as long as is said', () => {
    const release = canary({ router, steps: [weight(10), pause(), pause()] });
    expect(play(release, { answer: '1h' })).toMatchObject({ waitsForPerson: 2, fullAt: 7220 });
  });

  test('a plugin takes no time that anybody knows', () => {
    const steps = [pluginStep('example/step'), analysisStep({ templates: ['smoke'] })];
    expect(play(canary({ router, steps }))).toMatchObject({
      fullAt: 10,
      unknown: ['example/step', 'smoke'],
    });
  });

  test('an experiment’s pods come on top, for as long as it runs', () => {
    const templates = { a: { specRef: 'stable', replicas: 2 }, b: { specRef: 'canary' } } as const;
    const steps = [experiment({ templates, duration: '5m' })];
    const { moments, peakPods } = play(canary({ steps }), { replicas: 1 });
    const rows = moments.map(({ at, experiment: pods, traffic }) => [at, pods, traffic]);
    // One of the Service's four pods is a new one.
    expect(rows.slice(1, 4)).toEqual([
      [0, 3, 0],
      [10, 3, 25],
      [310, 0, 0],
    ]);
    expect(peakPods).toBe(4);
    const routed = play(canary({ router, steps }), { replicas: 1 });
    expect(routed.moments.slice(0, 4).map(({ traffic }) => traffic)).toEqual([0, 0, 0, 0]);
  });
});

describe('users that are exposed', () => {
  const steps = [weight(10), pause('10m'), weight(50), pause('10m')];
  const rate = (metric: object) => [template('rate', { ...metric })];

  test('are those before the first measurement that can fail', () => {
    const release = canary({ router, steps, analysis: { templates: ['rate'], startingStep: 1 } });
    const templates = rate({ initialDelay: '1m', interval: '1m', failureLimit: 2 });
    // From 10 s on, 10 % of 100 users for 3 minutes.
    expect(play(release, { templates })).toMatchObject({
      firstVerdictAt: 190,
      exposedUserMinutes: 30,
    });
    expect(play(release, { templates, users: 1000 }).exposedUserMinutes).toBe(300);
  });

  test('are all until the end where nothing can fail', () => {
    const { firstVerdictAt, exposedUserMinutes } = play(
      canary({ router, steps: [weight(10), pause('10m')] }),
    );
    expect(firstVerdictAt).toBeUndefined();
    // 10 % for 10 minutes, and while the other pods start.
    expect(exposedUserMinutes).toBeCloseTo(10 * (10 + 10 / 60));
  });

  test('are none where an analysis comes first', () => {
    const release = blueGreen({ prePromotionAnalysis: { templates: ['rate'] } });
    const templates = rate({ interval: '1m', count: 3 });
    expect(play(release, { templates })).toMatchObject({
      firstVerdictAt: 10,
      fullAt: 130,
      exposedUserMinutes: 0,
    });
  });
});

describe('a blue-green release', () => {
  test('has all pods twice', () => {
    expect(rows(blueGreen())).toEqual([
      [0, 10, 0, 0],
      [0, 10, 10, 0],
      [10, 10, 10, 100],
      [40, 0, 10, 100],
    ]);
  });

  test('has few pods before it is promoted', () => {
    const release = blueGreen({
      previewReplicaCount: 1,
      autoPromotion: { after: '1m' },
      scaleDownDelay: '5m',
    });
    expect(rows(release)).toEqual([
      [0, 10, 0, 0],
      [0, 10, 1, 0],
      [10, 10, 1, 0],
      [70, 10, 10, 0],
      [80, 10, 10, 100],
      [380, 0, 10, 100],
    ]);
  });

  test('waits for a person, where it is not promoted by itself', () => {
    expect(play(blueGreen({ autoPromotion: 'off' }), { answer: '10m' })).toMatchObject({
      waitsForPerson: 1,
      fullAt: 610,
    });
  });

  test('keeps old pods for as long as the analysis takes', () => {
    const release = blueGreen({ postPromotionAnalysis: { templates: ['rate'] } });
    const templates = [template('rate', { interval: '1m', count: 3 })];
    expect(play(release, { templates })).toMatchObject({ fullAt: 10, endAt: 130 });
  });
});

test('the timeline is for people', () => {
  const release = canary({
    router,
    steps: [weight(20), pause('60s'), analysisStep({ templates: ['smoke'] }), weight(50), pause()],
  });
  expect(timeline(play(release))).toBe(`\
cart: all traffic after 1m 30s, and what people take; 20 pods at most; 31.7 user-minutes without an analysis that can fail
    time  old pods  new pods  new traffic
      0s        10         0          0 %  start
      0s        10         2          0 %  setWeight 20: pods start
     10s        10         2         20 %  setWeight 20
     10s        10         2         20 %  pause 60s
  1m 10s        10         2         20 %  analysis
  1m 10s        10         5         20 %  setWeight 50: pods start
  1m 20s        10         5         50 %  setWeight 50
  1m 20s        10         5         50 %  pause until resumed
  1m 20s        10        10         50 %  full: pods start
  1m 30s        10        10        100 %  full
      2m         0        10        100 %  end
Counted as no time, since nothing tells: smoke
`);
});
