import { join } from 'node:path';
import { validateManifest } from '../../lib/schema/validate';
import { ScheduledTask } from '../../lib/task/scheduled-task';
import type { ScheduledTaskProps } from '../../lib/task/spec';
import { emitYaml } from '../../lib/writer/yaml';
import { least } from '../microservice/chart';
import { problemsOf } from '../render-tree';
import { objectIn, objectsIn, shopIn } from '../state/shop';
import { expectYaml } from '../yaml-snapshot';

const DAILY = { ...least, schedule: '0 3 * * *' };

function withTask(props: Partial<ScheduledTaskProps> = {}, name = 'report') {
  const system = shopIn();
  new ScheduledTask(system, name, { ...DAILY, ...props });
  return system;
}

function problemsWith(props: Partial<ScheduledTaskProps>, name = 'report'): readonly string[] {
  return problemsOf(withTask(props, name).environment).map((line) =>
    line.replace(`[qa/shop/${name}] `, ''),
  );
}

test('is a CronJob with all that its pods need', () => {
  expectYaml(
    join(__dirname, 'snapshots/scheduled-task.yaml'),
    emitYaml(objectsIn(withTask(), 'report')),
  );
});

test('is what the schemas allow, with all that may be said', () => {
  const whole = withTask({
    timeZone: 'Europe/Berlin',
    concurrency: 'Replace',
    startingDeadline: '10s',
    history: { successful: 0, failed: 5 },
    suspend: true,
    retries: 1,
    deadline: '10m',
    ttlAfterFinished: '24h',
    restartPolicy: 'OnFailure',
  });
  expect(objectIn(whole, 'report', 'CronJob').spec).toMatchObject({
    schedule: '0 3 * * *',
    timeZone: 'Europe/Berlin',
    concurrencyPolicy: 'Replace',
    startingDeadlineSeconds: 10,
    successfulJobsHistoryLimit: 0,
    failedJobsHistoryLimit: 5,
    suspend: true,
    jobTemplate: {
      spec: {
        backoffLimit: 1,
        activeDeadlineSeconds: 600,
        ttlSecondsAfterFinished: 86400,
        template: { spec: { restartPolicy: 'OnFailure' } },
      },
    },
  });
  expect(objectsIn(whole, 'report').flatMap(validateManifest)).toEqual([]);
});

describe('rejects', () => {
  test.each<readonly [string, Partial<ScheduledTaskProps>, readonly string[]]>([
    [
      'a schedule that never comes',
      { schedule: '60 3 * * *' },
      [expect.stringMatching(/^schedule: got "60 3 \* \* \*", allowed as the minute/)],
    ],
    [
      'a place that is no time zone',
      { timeZone: 'Berlin' },
      ["timeZone: got \"Berlin\", allowed a name of the IANA database: 'UTC', 'Europe/Berlin'"],
    ],
    [
      'what Kubernetes would miss',
      { startingDeadline: '9s' },
      [
        "startingDeadline: got \"9s\", allowed a duration such as '15s', '5m' or '1h', at least 10s",
      ],
    ],
    [
      'less than nothing, and words that there are not',
      JSON.parse('{ "history": { "failed": -1 }, "concurrency": "forbid" }'),
      [
        "concurrency: got \"forbid\", allowed 'Allow', 'Forbid' or 'Replace'",
        'history.failed: got -1, allowed a whole number from 0',
      ],
    ],
  ])('%s', (_, props, problems) => {
    expect(problemsWith(props)).toEqual(problems);
  });

  test('a name that leaves no room for the time, at its edge', () => {
    expect(problemsWith({}, 'a'.repeat(52))).toEqual([]);
    expect(problemsWith({}, 'a'.repeat(53))).toEqual([
      expect.stringMatching(/^name: got "a+", allowed at most 52 characters, .*\(it has 53\)$/),
    ]);
  });
});
