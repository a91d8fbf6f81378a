import { checkCron, checkTimeZone } from '../../kubernetes/cron';
import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import type { Problem } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { rules } from '../rule';

/** A moment that comes again, and the clock that it is read from. */
interface Schedule {
  readonly field: string;
  readonly schedule: unknown;
  readonly zoneField: string;
  readonly zone: unknown;
}

const KINDS = {
  'batch/CronJob': ofCronJob,
  'argoproj.io/AppProject': ofProject,
  'keda.sh/ScaledObject': ofTriggers,
  'keda.sh/ScaledJob': ofTriggers,
} as const;

/** Schedules, and their time zones. */
export const schedules = rules(
  'sense',
  {
    'cron-expression': ['error', 'a schedule is none'],
    'time-zone': ['error', 'a time zone is none that anybody knows'],
  },
  {
    kinds: Object.keys(KINDS),
    check: (objects) =>
      Object.entries(KINDS).flatMap(([kind, schedulesOf]) =>
        objects
          .ofKind(kind)
          .flatMap((entry) => schedulesOf(entry).flatMap((one) => check(entry, one))),
      ),
  },
);

/** A duration of Go. */
const EVERY = /^@every (?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;

function check(
  entry: ManifestEntry,
  { field, schedule, zoneField, zone }: Schedule,
): readonly Finding[] {
  const [cron, zoned] = [findText(schedule), findText(zone)];
  const told = (id: string) => (problem: Problem) => findingOf(id, entry, problem);
  return [
    // `@every 1h30m` is no expression, and known all the same.
    ...(cron === undefined || EVERY.test(cron)
      ? []
      : checkCron(field, cron).map(told('cron-expression'))),
    ...(zoned === undefined ? [] : checkTimeZone(zoneField, zoned).map(told('time-zone'))),
  ];
}

function ofCronJob({ manifest }: ManifestEntry): readonly Schedule[] {
  const { schedule, timeZone } = fieldsOf(manifest.spec);
  return [
    { field: 'spec.schedule', schedule, zoneField: 'spec.timeZone', zone: timeZone ?? undefined },
  ];
}

function ofProject({ manifest }: ManifestEntry): readonly Schedule[] {
  return itemsOf(fieldsOf(manifest.spec).syncWindows).map((window, index) => {
    const { schedule, timeZone } = fieldsOf(window);
    const at = `spec.syncWindows[${index}]`;
    return { field: `${at}.schedule`, schedule, zoneField: `${at}.timeZone`, zone: timeZone };
  });
}

function ofTriggers({ manifest }: ManifestEntry): readonly Schedule[] {
  return itemsOf(fieldsOf(manifest.spec).triggers).flatMap((trigger, index) => {
    const { type, metadata } = fieldsOf(trigger);
    if (type !== 'cron') return [];
    const { start, end, timezone } = fieldsOf(metadata);
    const at = `spec.triggers[${index}].metadata`;
    const zone = { zoneField: `${at}.timezone`, zone: timezone };
    return [
      { field: `${at}.start`, schedule: start, ...zone },
      { field: `${at}.end`, schedule: end, zoneField: '', zone: undefined },
    ];
  });
}
