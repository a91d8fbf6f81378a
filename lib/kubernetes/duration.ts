import { type Problem, wrongValue } from '../problem/problem';

/** A length of time, such as `15s`, `5m` or `1h`. */
export type Duration = `${number}${'s' | 'm' | 'h'}`;

const FORM = /^(\d+)([smh])$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** A duration in whole seconds, or undefined when it isn't one. */
export function findSeconds(duration: string): number | undefined {
  const match = FORM.exec(duration);
  const unit = SECONDS[match?.[2] ?? ''];
  return unit === undefined ? undefined : Number(match?.[1]) * unit;
}

/** Checks a duration, in whole seconds, minutes or hours, at least `min` seconds. */
export function checkDuration(
  field: string,
  duration: Duration | undefined,
  min = 0,
): readonly Problem[] {
  if (duration === undefined) return [];
  const seconds = typeof duration === 'string' ? findSeconds(duration) : undefined;
  if (seconds !== undefined && seconds >= min && seconds <= 2 ** 31 - 1) return [];
  return [
    wrongValue(
      field,
      duration,
      `a duration such as '15s', '5m' or '1h'${min > 0 ? `, at least ${min}s` : ''}`,
    ),
  ];
}
