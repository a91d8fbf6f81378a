import type { Condition, Day, TextCondition } from '../../environment/branches';
import { checkDay } from '../../feature-branch/check';
import { formatProblem, type Problem, wrongValue } from '../../problem/problem';

/** A microservice's variant, as the command line names it. */
export interface WantedVariant {
  readonly system: string;
  readonly microservice: string;
  readonly image: string;
}

/** Reads `shop/cart=registry.example.com/cart:1.2.0-myfeature`. */
export function readVariant(text: string): WantedVariant | Problem {
  const [, system, microservice, image] = /^([^/=]+)\/([^/=]+)=(.+)$/.exec(text) ?? [];
  if (system === undefined || microservice === undefined || image === undefined)
    return wrongValue('microservice', text, "'system/microservice=image'");
  return { system, microservice, image };
}

/** Reads `user=myfeature`, `user^=my` for a beginning, and `user~=my.*` for an expression. */
export function readCondition(kind: 'header' | 'cookie', text: string): Condition | Problem {
  const [, name, sign, value] = /^([^=]*?)([~^]?)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || name === '' || value === undefined)
    return wrongValue(`--${kind}`, text, "'name=value', 'name^=beginning' or 'name~=expression'");
  const match = matchOf(sign, value);
  return kind === 'header' ? { header: name, ...match } : { cookie: name, ...match };
}

function matchOf(sign: string | undefined, value: string): TextCondition {
  if (sign === '^') return { prefix: value };
  return sign === '~' ? { regex: value } : { exact: value };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Reads a day from today on, `2026-12-31`, or a number of days, `14d`. */
export function readExpiry(text: string, now: Date): Day | Problem {
  const [, days] = /^(\d{1,4})d$/.exec(text) ?? [];
  const today = dayOf(now);
  const last = days === undefined ? text : dayOf(new Date(now.getTime() + Number(days) * DAY_MS));
  if (isDay(last) && checkDay('--expires', last).length === 0 && last >= today) return last;
  return wrongValue('--expires', text, `a day from ${today} on, or a number of days: '14d'`);
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/** Tells what couldn't be read from what could. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'message' in value;
}

/** Problems as the lines of a message. */
export function linesOf(problems: readonly Problem[]): string {
  return problems.map(formatProblem).join('\n');
}
