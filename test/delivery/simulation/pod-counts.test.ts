import {
  type BasicLimits,
  nearestCounts,
  nextCounts,
  routedCounts,
} from '../../../lib/delivery/simulation/pod-counts';

describe('the pods nearest to a weight', () => {
  // Replicas, weight and surge; then new and old pods, as the controller has them.
  test.each([
    [0, 50, 1, 0, 0],
    [1, 0, 0, 0, 1],
    [1, 49, 0, 0, 1],
    [1, 50, 0, 1, 0],
    [1, 100, 0, 1, 0],
    [1, 1, 1, 1, 1],
    [1, 99, 1, 1, 1],
    [1, 100, 1, 1, 0],
    [2, 1, 0, 1, 1],
    [2, 99, 0, 1, 1],
    [2, 1, 1, 1, 2],
    [2, 50, 1, 1, 1],
    [2, 99, 1, 2, 1],
    [3, 10, 0, 1, 2],
    [3, 49, 0, 1, 2],
    [3, 50, 0, 2, 1],
    [3, 25, 1, 1, 3],
    [3, 33, 1, 1, 2],
    [3, 49, 1, 2, 2],
    [10, 14, 0, 1, 9],
    [10, 15, 0, 2, 8],
    [10, 99, 0, 9, 1],
    [10, 1, 1, 1, 10],
    [10, 19, 1, 2, 9],
    [10, 23, 1, 2, 8],
    [10, 24, 1, 3, 8],
    [10, 99, 1, 10, 1],
  ])(
    'of %i at %i %% with a surge of %i are %i and %i',
    (replicas, weight, surge, canary, stable) => {
      expect(nearestCounts({ replicas, weight, surge })).toEqual({ canary, stable });
    },
  );
});

describe('the next pods on the way to a weight', () => {
  const next = (limits: Partial<BasicLimits>, stable: number, canary: number, ready = canary) =>
    nextCounts(
      { replicas: 10, weight: 10, surge: 1, unavailable: 1, ...limits },
      { stable, canary },
      { stable, canary: ready },
    );

  test.each([
    ['grow and shrink at once', { weight: 10 }, 10, 0, 0, { canary: 1, stable: 9 }],
    [
      'only grow where none may be away',
      { weight: 30, surge: 3, unavailable: 0 },
      10,
      0,
      0,
      { canary: 3, stable: 10 },
    ],
    [
      'only shrink where there may be none more',
      { weight: 30, surge: 0, unavailable: 5 },
      10,
      0,
      0,
      { canary: 0, stable: 7 },
    ],
    [
      'wait for those that aren’t ready',
      { weight: 30, surge: 3, unavailable: 0 },
      10,
      3,
      0,
      { canary: 3, stable: 10 },
    ],
    [
      'shrink by those that are ready',
      { weight: 30, surge: 3, unavailable: 0 },
      10,
      3,
      2,
      { canary: 3, stable: 8 },
    ],
    [
      'grow again before they shrink, on the way back',
      { weight: 10, surge: 1, unavailable: 0 },
      5,
      5,
      5,
      { canary: 5, stable: 6 },
    ],
    [
      'shrink on the way back as others are there',
      { weight: 10, surge: 1, unavailable: 0 },
      6,
      5,
      5,
      { canary: 4, stable: 6 },
    ],
  ] as const)('%s', (_, limits, stable, canary, ready, counts) => {
    expect(next(limits, stable, canary, ready)).toEqual(counts);
  });
});

describe('pods behind a router', () => {
  const usual = {
    replicas: 10,
    weight: 25,
    currentWeight: 25,
    full: 100,
    least: 1,
    dynamicStableScale: false,
  };

  test.each([
    ['go with the weight, rounded up, beside all old ones', {}, { canary: 3, stable: 10 }],
    ['are as many as a step says', { canaryReplicas: 7 }, { canary: 7, stable: 10 }],
    ['are none at no weight', { weight: 0, least: 2 }, { canary: 0, stable: 10 }],
    ['are at least so many', { weight: 1, least: 2 }, { canary: 2, stable: 10 }],
    ['count in another whole', { weight: 250, full: 1000 }, { canary: 3, stable: 10 }],
    ['leave as many old ones as traffic', { dynamicStableScale: true }, { canary: 3, stable: 8 }],
    [
      'leave as many old ones as traffic is there still',
      { dynamicStableScale: true, currentWeight: 10 },
      { canary: 3, stable: 9 },
    ],
    [
      'leave at least so many old ones',
      { dynamicStableScale: true, weight: 95, currentWeight: 95, least: 3 },
      { canary: 10, stable: 3 },
    ],
  ])('%s', (_, scale, counts) => {
    expect(routedCounts({ ...usual, ...scale })).toEqual(counts);
  });
});
