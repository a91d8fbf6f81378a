import { podsMetric } from '../../lib/microservice/metrics';
import type { Autoscaling, MicroserviceProps } from '../../lib/microservice/spec';
import { untyped } from '../problem/lines';
import { problemsWith } from './chart';

const whole = (least: number) => `allowed a whole number from ${least}`;

const KEY = 'allowed a key such as `team` or `example.com/team`, its name at most 63 characters';

describe('a number of pods', () => {
  test.each([0, 1, 1000])('accepts %d', (replicas) => {
    expect(problemsWith({ replicas })).toEqual([]);
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 31])('rejects %d', (replicas) => {
    expect(problemsWith({ replicas })).toEqual([`replicas: got ${replicas}, ${whole(0)}`]);
  });
});

describe('an autoscaler', () => {
  const problems = (scaling: Partial<Autoscaling>) =>
    problemsWith({ replicas: { min: 1, max: 1, cpuPercent: 1, ...scaling } });

  test.each<Partial<Autoscaling>>([
    {},
    { max: 10 },
    { cpuPercent: undefined, memoryPercent: 1 },
    { cpuPercent: undefined, metrics: [podsMetric('requests', { averageValue: '1' })] },
    // Above what is requested, up to the limit.
    { cpuPercent: 150 },
    { annotations: { 'example.com/team': 'shop' } },
  ])('accepts %j', (scaling) => {
    expect(problems(scaling)).toEqual([]);
  });

  test.each<[Partial<Autoscaling>, string]>([
    [{ min: 0 }, `replicas.min: got 0, ${whole(1)}`],
    [{ min: 3, max: 2 }, `replicas.max: got 2, ${whole(3)}`],
    [{ max: 1.5 }, `replicas.max: got 1.5, ${whole(1)}`],
    [{ cpuPercent: 0 }, `replicas.cpuPercent: got 0, ${whole(1)}`],
    [{ annotations: { 'a b': '' } }, `replicas.annotations: got "a b", ${KEY}`],
    [{ memoryPercent: 0.8 }, `replicas.memoryPercent: got 0.8, ${whole(1)}`],
    [
      { cpuPercent: undefined },
      'replicas: has no metric to go by: add cpuPercent, memoryPercent or metrics',
    ],
    [
      { cpuPercent: undefined, metrics: [] },
      'replicas: has no metric to go by: add cpuPercent, memoryPercent or metrics',
    ],
  ])('rejects %j', (scaling, problem) => {
    expect(problems(scaling)).toEqual([problem]);
  });
});

describe('a disruption budget', () => {
  const problems = (budget: MicroserviceProps['disruptionBudget'], replicas = 3) =>
    problemsWith({ disruptionBudget: budget, replicas });

  test.each<MicroserviceProps['disruptionBudget']>([
    'none',
    { maxUnavailable: 1 },
    { maxUnavailable: '1%' },
    { maxUnavailable: '100%' },
    { minAvailable: 0 },
    { minAvailable: 2 },
    { minAvailable: '66%' },
    { maxUnavailable: 1, annotations: { 'example.com/team': 'shop' } },
  ])('accepts %j of three pods', (budget) => {
    expect(problems(budget)).toEqual([]);
  });

  test.each<[MicroserviceProps['disruptionBudget'], string]>([
    [{ maxUnavailable: 0 }, 'maxUnavailable: got 0, allowed at least 1, or no drain ever ends'],
    [
      { maxUnavailable: '0%' },
      'maxUnavailable: got "0%", allowed at least 1, or no drain ever ends',
    ],
    [
      { minAvailable: 3 },
      'minAvailable: got 3, allowed less than the 3 replicas, or no drain ever ends',
    ],
    [
      { minAvailable: '67%' },
      'minAvailable: got "67%", allowed less than the 3 replicas, or no drain ever ends',
    ],
    [
      { minAvailable: '101%' },
      "minAvailable: got \"101%\", allowed a number of pods from 0, or a share from '0%' to '100%'",
    ],
    [{ maxUnavailable: 1, annotations: { 'a b': '' } }, `annotations: got "a b", ${KEY}`],
    [
      { maxUnavailable: 1.5 },
      "maxUnavailable: got 1.5, allowed a number of pods from 0, or a share from '0%' to '100%'",
    ],
  ])('rejects %j of three pods', (budget, problem) => {
    expect(problems(budget)).toEqual([`disruptionBudget.${problem}`]);
  });

  test('goes by the least number of pods of an autoscaler', () => {
    const replicas = { min: 2, max: 10, cpuPercent: 70 };
    expect(problemsWith({ disruptionBudget: { minAvailable: 2 }, replicas })).toEqual([
      'disruptionBudget.minAvailable: got 2, allowed less than the 2 replicas, or no drain ever ends',
    ]);
  });

  test('blocks no drain where there are no pods', () => {
    expect(problems({ minAvailable: 1 }, 0)).toEqual([]);
  });
});

test('asks for a number of pods where a budget says everything but that', () => {
  const disruptionBudget = untyped({ annotations: { 'example.com/team': 'shop' } });
  expect(problemsWith({ disruptionBudget })).toEqual([
    'disruptionBudget: says no number of pods: add maxUnavailable, or minAvailable',
  ]);
});
