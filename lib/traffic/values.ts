import type { Duration } from '../kubernetes/duration';
import { findSeconds } from '../kubernetes/duration';
import { checkAnnotations, checkDnsSubdomain, checkLabels } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import type { ObjectOptions } from './wire';

/** A length of time, such as `15s`, `5m` or `1h`, or, as a request is short, `250ms`. */
export type TrafficDuration = Duration | `${number}ms`;

const MILLISECONDS = /^(\d+)ms$/;

/** A duration in milliseconds, or undefined when it isn't one. */
export function findMilliseconds(duration: string): number | undefined {
  const match = MILLISECONDS.exec(duration);
  if (match !== null) return Number(match[1]);
  const seconds = findSeconds(duration);
  return seconds === undefined ? undefined : seconds * 1000;
}

/** Checks a duration, in whole milliseconds, seconds, minutes or hours, and at least one millisecond. */
export function checkTime(
  field: string,
  duration: TrafficDuration | undefined,
): readonly Problem[] {
  if (duration === undefined) return [];
  const time = typeof duration === 'string' ? findMilliseconds(duration) : undefined;
  if (time !== undefined && time >= 1) return [];
  return [
    wrongValue(field, duration, "a duration such as '250ms', '15s', '5m' or '1h', at least 1ms"),
  ];
}

/** Checks a whole number. */
export function checkWhole(
  field: string,
  value: number | undefined,
  min: number,
  max = 2 ** 31 - 1,
): readonly Problem[] {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return [];
  const range = max === 2 ** 31 - 1 ? `from ${min}` : `from ${min} to ${max}`;
  return [wrongValue(field, value, `a whole number ${range}`)];
}

/** Checks a percentage, which may have a fraction. */
export function checkPercentage(field: string, value: number | undefined): readonly Problem[] {
  if (value === undefined || (typeof value === 'number' && value >= 0 && value <= 100)) return [];
  return [wrongValue(field, value, 'a number from 0 to 100')];
}

/** Checks a word against those that are known. */
export function checkWord(
  field: string,
  word: string | undefined,
  words: readonly string[],
): readonly Problem[] {
  if (word === undefined || words.includes(word)) return [];
  return [wrongValue(field, word, words.map((known) => `'${known}'`).join(', '))];
}

/** Checks a host: a DNS name, with `*.` in front where it stands for all below it. */
export function checkHost(field: string, host: string): readonly Problem[] {
  if (host === '*') return [];
  return checkDnsSubdomain(field, host.startsWith('*.') ? host.slice(2) : host).map((problem) => ({
    ...problem,
    message: `${problem.message}, or '*.' and such a name`,
  }));
}

/** The name of a header: a token of RFC 9110. */
const HEADER = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;

/** Checks the names of headers. */
export function checkHeaderNames(field: string, names: readonly string[]): readonly Problem[] {
  return names
    .filter((name) => !HEADER.test(name))
    .map((name) => wrongValue(field, name, "names of headers: letters, digits and '-'"));
}

/** Checks name, labels and annotations of an object. */
export function checkObject(name: string, options: ObjectOptions): readonly Problem[] {
  return [
    ...checkDnsSubdomain('name', name),
    ...checkLabels('labels', options.labels ?? {}),
    ...checkAnnotations('annotations', options.annotations ?? {}),
  ];
}

/** Checks each item of a list, each with its place. */
export function checkEach<T>(
  field: string,
  items: readonly T[] | undefined,
  check: (field: string, item: T) => readonly Problem[],
): readonly Problem[] {
  return (items ?? []).flatMap((item, index) => check(`${field}[${index}]`, item));
}

/** Checks each member of a map, each with its name. */
export function checkMembers<T>(
  field: string,
  members: Readonly<Record<string, T>> | undefined,
  check: (field: string, member: T) => readonly Problem[],
): readonly Problem[] {
  return Object.entries(members ?? {}).flatMap(([name, member]) =>
    check(`${field}.${name}`, member),
  );
}

/** Checks what may be left out. */
export function checkOptional<T>(
  field: string,
  value: T | undefined,
  check: (field: string, value: T) => readonly Problem[],
): readonly Problem[] {
  return value === undefined ? [] : check(field, value);
}

/** Checks that no two are the same. */
export function checkDistinct(
  field: string,
  names: readonly (string | undefined)[],
): readonly Problem[] {
  const twice = names.filter((name, index) => name !== undefined && names.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => wrongValue(field, name, 'each one once'));
}
