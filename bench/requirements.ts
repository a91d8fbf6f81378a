import { ACCESS_SIZE } from './access';
import { type Measurement, median, type Run } from './measure';
import { countObjects, type Size, sizeText } from './size';
import { CALLS } from './workload-access';

/** What was measured, by size and row. */
export type Find = (size: Size, row: string) => Measurement | undefined;

/**
 * A figure that must hold. Times are only ever compared with times of the same run, and at one size with
 * those of the same round: a machine that others use, too, may be half as fast a minute later.
 */
export interface Requirement {
  readonly text: string;
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
  /** Undefined when something that it takes wasn't measured. */
  readonly measured: number | undefined;
}

const MIDDLE: Size = { services: 100, environments: 4 };
const LARGE: Size = { services: 200, environments: 4 };
const HUGE: Size = { services: 1000, environments: 4 };

/** All that is required, with what was measured. */
export function requirements(find: Find, access: Run): readonly Requirement[] {
  const times = (size: Size, row: string, other: string) =>
    findTimes(find(size, row), find(size, other));
  const perObject = (size: Size) => quotient(find(size, 'supercargo')?.seconds, countObjects(size));
  return [
    {
      text: `times faster than cdk8s-plus in the default layout, without rules, at ${sizeText(LARGE)}`,
      bound: 'at least',
      limit: 15,
      // What it is compared with has no rules.
      measured: times(LARGE, 'plus-default', 'supercargo-bare'),
    },
    {
      text: `times faster than cdk8s-plus in the folder layout, without rules, at ${sizeText(LARGE)}`,
      bound: 'at least',
      limit: 4,
      measured: times(LARGE, 'plus-folder', 'supercargo-bare'),
    },
    {
      text: `times the floor, without rules, at ${sizeText(LARGE)}`,
      bound: 'at most',
      limit: 4,
      measured: times(LARGE, 'supercargo-bare', 'floor'),
    },
    {
      text: `times the time per object at ${sizeText(MIDDLE)}, at ${sizeText(HUGE)}`,
      bound: 'at most',
      limit: 1.3,
      measured: quotient(perObject(HUGE), perObject(MIDDLE)),
    },
    {
      text: `times as long for all rules, reading the objects apart, as for a synthesis without them, at ${sizeText(HUGE)}`,
      bound: 'at most',
      limit: 1,
      // A synthesis has the objects, and needn't read them.
      measured: findTimes(find(HUGE, 'checks'), find(HUGE, 'supercargo-bare'), find(HUGE, 'read')),
    },
    {
      text: `GB of memory, at ${sizeText(HUGE)}`,
      bound: 'at most',
      limit: 1.5,
      measured: quotient(find(HUGE, 'supercargo')?.peakBytes, 1e9),
    },
    {
      text: `seconds to derive and prove the access of ${ACCESS_SIZE.services} services with ${CALLS} calls each`,
      bound: 'at most',
      limit: 10,
      measured: access.seconds,
    },
  ];
}

/** Whether it holds, or was not measured. */
export function isMet({ bound, limit, measured }: Requirement): boolean {
  if (measured === undefined) return true;
  return bound === 'at least' ? measured >= limit : measured <= limit;
}

/**
 * How many times as long as the other a row took: the median of the rounds that both have.
 * @param less - a row whose work doesn't count, done by both the row and this one
 */
function findTimes(
  row: Measurement | undefined,
  other: Measurement | undefined,
  less?: Measurement,
): number | undefined {
  if (row === undefined || other === undefined) return undefined;
  const rounds = Math.min(row.runs.length, other.runs.length);
  const secondsIn = ({ runs }: Measurement, round: number) => runs[round]?.seconds ?? Number.NaN;
  return median(
    Array.from({ length: rounds }, (_, round) => {
      const counted = secondsIn(row, round) - (less === undefined ? 0 : secondsIn(less, round));
      return counted / secondsIn(other, round);
    }),
  );
}

function quotient(dividend: number | undefined, divisor: number | undefined): number | undefined {
  return dividend === undefined || divisor === undefined ? undefined : dividend / divisor;
}
