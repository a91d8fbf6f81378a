import { type Problem, wrongValue } from '../../problem/problem';

/**
 * That browsers come by HTTPS only, once they have been here.
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Strict-Transport-Security
 */
export interface Hsts {
  /** For how many days, from 1. @default 365 */
  readonly maxAgeDays?: number;
  /** Whether it holds for all hosts below this one, too. @default true */
  readonly includeSubdomains?: boolean;
  /**
   * Whether browsers may have it built in; needs a year and all hosts below, and can hardly be taken back.
   * @default false
   */
  readonly preload?: boolean;
}

/** Name of the header. */
export const HSTS_HEADER = 'Strict-Transport-Security';

const SECONDS_PER_DAY = 86_400;

/** Value of the header. */
export function hstsValue({ maxAgeDays = 365, includeSubdomains = true, preload }: Hsts): string {
  return [
    `max-age=${maxAgeDays * SECONDS_PER_DAY}`,
    ...(includeSubdomains ? ['includeSubDomains'] : []),
    ...(preload === true ? ['preload'] : []),
  ].join('; ');
}

/** Checks how long it holds, and what a preload needs. */
export function checkHsts(field: string, hsts: Hsts): readonly Problem[] {
  const { maxAgeDays = 365, includeSubdomains = true, preload } = hsts;
  return [
    ...(Number.isInteger(maxAgeDays) && maxAgeDays >= 1
      ? []
      : [wrongValue(`${field}.maxAgeDays`, maxAgeDays, 'a whole number from 1')]),
    ...(preload === true && (maxAgeDays < 365 || !includeSubdomains)
      ? [
          {
            field: `${field}.preload`,
            message: 'needs 365 days or more, and includeSubdomains: or else leave it out',
          },
        ]
      : []),
  ];
}
