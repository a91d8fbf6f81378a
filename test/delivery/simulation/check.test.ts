import { playRelease, simulate } from '../../../lib/delivery/simulation/simulate';
import { InputError } from '../../../lib/problem/problem';
import { unseen } from '../../problem/lines';

/** What a simulation says to what no compiler has seen. */
function refusal(rollout: unknown, options: unknown): readonly string[] {
  try {
    simulate(unseen(rollout), unseen(options));
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
}

const rollout = (strategy: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'cart' },
  spec: { strategy },
});
const withSteps = (...steps: readonly unknown[]) => rollout({ canary: { steps } });

const KINDS =
  'setWeight, pause, setCanaryScale, setHeaderRoute, setMirrorRoute, analysis, experiment, plugin';

test.each([[{}], [undefined], [rollout({})], [rollout({ canary: {}, blueGreen: {} })]])(
  'refuses what is no Rollout with one strategy: %j',
  (given) => {
    expect(refusal(given, { replicas: 1 })).toEqual([
      expect.stringMatching(
        /^rollout: got .*, allowed a Rollout as plain data, with a name and either spec\.strategy\.canary or spec\.strategy\.blueGreen$/,
      ),
    ]);
  },
);

test('refuses steps that it would pass over', () => {
  const steps = [
    { setWeight: '20' },
    { setWeight: 20 },
    undefined,
    { pause: { duration: 'soon' } },
    { pause: { duration: '1h30m' } },
    { pause: {}, setWeight: 1 },
    { experiment: {} },
  ];
  const at = (index: number) => `rollout.spec.strategy.canary.steps[${index}]`;
  expect(refusal(withSteps(...steps), { replicas: 4 })).toEqual([
    `${at(0)}.setWeight: got "20", allowed a whole number from 0`,
    `${at(2)}: got undefined, allowed exactly one of ${KINDS}`,
    `${at(3)}.pause.duration: got "soon", allowed seconds, or a time such as '5m'`,
    `${at(5)}: got {"pause":{},"setWeight":1}, allowed exactly one of ${KINDS}`,
    `${at(6)}.experiment.templates: got undefined, allowed a list of objects: [{ ... }]`,
  ]);
});

test('refuses weights and shares that no controller takes', () => {
  const canary = {
    maxSurge: 'x',
    maxUnavailable: -1,
    steps: [{ setWeight: 100 }, { setWeight: 200 }],
  };
  const at = 'rollout.spec.strategy.canary';
  expect(refusal(rollout({ canary }), { replicas: 4 })).toEqual([
    `${at}.maxSurge: got "x", allowed a whole number from 0, or a percentage: '25%'`,
    `${at}.maxUnavailable: got -1, allowed a whole number from 0, or a percentage: '25%'`,
    `${at}.steps[1].setWeight: got 200, allowed a whole number from 0 to 100`,
  ]);
  const trafficRouting = { maxTrafficWeight: 1000 };
  expect(
    refusal(
      rollout({ canary: { ...canary, trafficRouting, maxSurge: 1, maxUnavailable: '25%' } }),
      {
        replicas: 4,
      },
    ),
  ).toEqual([]);
});

test('refuses options that it can’t play with', () => {
  expect(refusal(rollout({ blueGreen: {} }), undefined)).toEqual([
    'options: got undefined, allowed { replicas: ... }',
  ]);
  expect(
    refusal(rollout({ blueGreen: {} }), {
      replicas: '4',
      podStart: 5,
      users: Number.NaN,
      templates: [1],
    }),
  ).toEqual([
    'options.replicas: got "4", allowed a number',
    "options.podStart: got 5, allowed a duration: '500ms', '30s', '5m'",
    'options.templates[0]: got 1, allowed an object: { ... }',
    'options.users: got NaN, allowed a number from 0',
  ]);
});

test.each([{ maxSurge: 'abc' }, { maxSurge: -3 }, { maxSurge: '0%', maxUnavailable: 'abc' }])(
  'comes to an end with what anyone may have written: %j',
  (shares) => {
    const steps = [null, { setWeight: 500 }, { setWeight: -1 }, { pause: { duration: 'x' } }];
    const played = playRelease(unseen(rollout({ canary: { ...shares, steps } })), { replicas: 4 });
    expect(played.moments.at(-1)).toMatchObject({ stable: 0, canary: 4, traffic: 100 });
    expect(played.peakPods).toBeGreaterThanOrEqual(4);
  },
);
