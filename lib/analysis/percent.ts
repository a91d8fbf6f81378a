import { type Problem, wrongValue } from '../problem/problem';
import { rounded } from './query';

/** Checks a share of good requests in percent; 0.99 is taken for what it most likely is. */
export function checkPercent(field: string, percent: number): readonly Problem[] {
  if (typeof percent === 'number' && percent >= 50 && percent < 100) return [];
  const hint = percent > 0 && percent < 1 ? `: write ${rounded(percent * 100)}` : '';
  return [wrongValue(field, percent, `a percentage from 50, below 100${hint}`)];
}

/** What a share of good requests leaves for the others, from 0 to 1. */
export function budgetOf(percent: number): number {
  return rounded((100 - percent) / 100);
}

/** A length of time within which an answer comes. */
export type Latency = `${number}ms` | `${number}s`;

/** Milliseconds of a latency, or undefined when it isn't one. */
export function findMilliseconds(latency: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(latency);
  return match === null ? undefined : Number(match[1]) * (match[2] === 's' ? 1000 : 1);
}

/** Shares of requests, by the names of their percentiles. */
export const PERCENTILES = {
  p50: 50,
  p75: 75,
  p90: 90,
  p95: 95,
  p99: 99,
  'p99.9': 99.9,
} as const;

/** Latencies by percentile: `{ p95: '300ms' }`. */
export type Latencies = { readonly [P in keyof typeof PERCENTILES]?: Latency };

/** The latencies given, with their shares in percent. */
export function entriesOf(latencies: Latencies) {
  return Object.entries(PERCENTILES).flatMap(([name, percent]) => {
    const found = Object.entries(latencies).find(([key]) => key === name)?.[1];
    return found === undefined ? [] : [{ name, percent, latency: found }];
  });
}

/** Checks latencies, of which there is at least one, and that the buckets reach as far. */
export function checkLatencies(
  field: string,
  latencies: Latencies,
  { buckets, unit }: { readonly buckets: readonly number[]; readonly unit: 'ms' | 's' },
): readonly Problem[] {
  const most = (buckets.at(-1) ?? 0) * (unit === 's' ? 1000 : 1);
  const given = entriesOf(latencies);
  if (given.length === 0)
    return [wrongValue(field, latencies, `one of ${Object.keys(PERCENTILES).join(', ')}`)];
  return given.flatMap(({ name, latency }) => {
    const milliseconds = findMilliseconds(latency);
    if (milliseconds === undefined || milliseconds <= 0)
      return [wrongValue(`${field}.${name}`, latency, "a latency such as '300ms' or '1.5s'")];
    return milliseconds <= most
      ? []
      : [wrongValue(`${field}.${name}`, latency, `at most the largest bucket, ${most}ms`)];
  });
}
