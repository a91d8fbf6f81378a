import { planScheduling } from '../../lib/pod/scheduling';

const SELECTOR = { 'app.kubernetes.io/name': 'cart' };
const [NODE, ZONE] = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map(
  (topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: SELECTOR },
  }),
);
const DEMAND = { maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule' };

describe('the spread', () => {
  const spread = (...args: Parameters<typeof planScheduling>) =>
    planScheduling(...args).topologySpreadConstraints;

  test('is a preference, over nodes and zones', () => {
    expect(spread({ spread: ['node', 'zone'] }, SELECTOR)).toEqual([NODE, ZONE]);
  });

  test('stands beside demands of its own', () => {
    expect(spread({ spread: ['node'], topologySpread: [DEMAND] }, SELECTOR)).toEqual([
      NODE,
      DEMAND,
    ]);
  });

  test('gives way to a constraint of the same key and action', () => {
    const wider = { ...NODE, topologyKey: 'kubernetes.io/hostname', maxSkew: 3 };
    const own = { ...wider, whenUnsatisfiable: 'ScheduleAnyway' };
    const demand = { ...wider, whenUnsatisfiable: 'DoNotSchedule' };
    expect(spread({ spread: ['node', 'zone'], topologySpread: [own] }, SELECTOR)).toEqual([
      ZONE,
      own,
    ]);
    expect(spread({ spread: ['node'], topologySpread: [demand] }, SELECTOR)).toEqual([
      NODE,
      demand,
    ]);
  });

  test('over the same domain twice is one', () => {
    expect(spread({ spread: ['node', 'node'] }, SELECTOR)).toEqual([NODE]);
  });

  test.each([{}, { spread: [] }])('is left out for %j', (scheduling) => {
    expect(spread(scheduling, SELECTOR)).toBeUndefined();
  });
});

test('everything else is in the words of Kubernetes', () => {
  const scheduling = {
    tolerations: [{ key: 'gpu', operator: 'Exists' }],
    nodeSelector: { disk: 'ssd' },
    priorityClassName: 'high',
    affinity: { nodeAffinity: {} },
  };
  expect(planScheduling(scheduling, SELECTOR)).toEqual(scheduling);
});
