import { type Problem, wrongValue } from '../problem/problem';

/** One of the five fields of a schedule: its range, and the names that stand for numbers. */
interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const DAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');

const DAY: CronField = { name: 'day of the month', min: 1, max: 31, names: [] };
const MONTH: CronField = { name: 'month', min: 1, max: 12, names: MONTHS };

/** In their order; day of the week goes from Sunday, 0. */
const FIELDS: readonly CronField[] = [
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  DAY,
  MONTH,
  { name: 'day of the week', min: 0, max: 6, names: DAYS },
];

const SHORTHANDS = [
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@midnight',
  '@hourly',
];

/**
 * Checks a schedule as Kubernetes and Argo CD read it: five fields, each `*` or a list of numbers, names
 * and ranges, with steps, or a shorthand such as `@daily`.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function checkCron(field: string, schedule: string): readonly Problem[] {
  if (SHORTHANDS.includes(schedule)) return [];
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== FIELDS.length)
    return [
      wrongValue(
        field,
        schedule,
        "five fields, minute, hour, day of the month, month and day of the week: '0 18 * * MON-FRI'",
      ),
    ];
  const problems = FIELDS.flatMap((cronField, index) => {
    const part = parts[index] ?? '';
    return part.split(',').every((item) => isItem(item, cronField))
      ? []
      : [
          wrongValue(
            field,
            schedule,
            `as the ${cronField.name} '*', or numbers from ${cronField.min} to ${cronField.max}, such as '1-5', '1,3' or '*/2'; got '${part}'`,
          ),
        ];
  });
  if (problems.length > 0 || hasDate(parts)) return problems;
  return [wrongValue(field, schedule, 'a day that one of its months has: this one never comes')];
}

/** Days of the months, from January on; a leap year comes. */
const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether there is a day that fits. Where days of the week are named, too, either of the two is enough. */
function hasDate(parts: readonly string[]): boolean {
  const [, , day = '*', month = '*', weekday = '*'] = parts;
  if (weekday !== '*' && weekday !== '?') return true;
  const least = Math.min(...day.split(',').map((item) => firstOf(item, DAY)));
  return DAYS_OF_MONTH.some(
    (days, index) => least <= days && month.split(',').some((item) => isIn(index + 1, item, MONTH)),
  );
}

/** The least number of an item. */
function firstOf(item: string, field: CronField): number {
  const numbers = Array.from({ length: field.max }, (_, index) => index + 1);
  return numbers.find((number) => isIn(number, item, field)) ?? Number.POSITIVE_INFINITY;
}

/** Whether an item that is right, `1-5/2`, names a number. A single number with a step goes on to the end. */
function isIn(number: number, item: string, field: CronField): boolean {
  const [range = '', step] = item.split('/');
  const [first = '', last] = range === '*' || range === '?' ? [] : range.split('-');
  const from = numberOf(first, field) ?? field.min;
  const end = last ?? (step === undefined ? first : '');
  const to = numberOf(end, field) ?? field.max;
  return number >= from && number <= to && (number - from) % Number(step ?? 1) === 0;
}

/** Checks the name of a time zone, as in the IANA database: `Europe/Berlin`. */
export function checkTimeZone(field: string, timeZone: string): readonly Problem[] {
  return isTimeZone(timeZone)
    ? []
    : [wrongValue(field, timeZone, "a name of the IANA database: 'UTC', 'Europe/Berlin'")];
}

/** `*`, `5`, `1-5`, each with a step or without: `1-5/2`. */
function isItem(item: string, field: CronField): boolean {
  const [range = '', step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !isStep(step))) return false;
  if (range === '*' || range === '?') return true;
  const ends = range.split('-').map((end) => numberOf(end, field) ?? Number.NaN);
  const [first = Number.NaN, last = first] = ends;
  return ends.length <= 2 && first >= field.min && last <= field.max && first <= last;
}

function isStep(step: string): boolean {
  return /^\d+$/.test(step) && Number(step) > 0;
}

function numberOf(text: string, { names, min }: CronField): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const index = names.indexOf(text.toUpperCase());
  return index < 0 ? undefined : index + min;
}

/** Known by the runtime, and no offset such as `+02:00`, which newer ones take, too. */
function isTimeZone(name: string): boolean {
  // Asking the runtime takes it a hundredth of a second the first time.
  if (name === 'UTC') return true;
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
