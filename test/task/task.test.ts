import { join } from 'node:path';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import type { Manifest } from '../../lib/manifest/manifest';
import { Microservice } from '../../lib/microservice/microservice';
import { validateManifest } from '../../lib/schema/validate';
import type { System } from '../../lib/system/system';
import type { TaskProps } from '../../lib/task/spec';
import { Task } from '../../lib/task/task';
import { emitYaml } from '../../lib/writer/yaml';
import { least, plainChart } from '../microservice/chart';
import { untyped } from '../problem/lines';
import { problemsOf } from '../render-tree';
import { prod, qa } from '../shop';
import { objectIn, objectsIn, shopIn } from '../state/shop';
import { expectYaml } from '../yaml-snapshot';

function withTask(props: Partial<TaskProps> = {}, environment: EnvironmentSpec = qa): System {
  const system = shopIn(environment);
  const store = new Microservice(system, 'store', { ...least, ports: { sql: 3306 } });
  new Task(system, 'migrate', { ...least, env: { DB: store.endpoint('sql') }, ...props });
  return system;
}

function job(props: Partial<TaskProps> = {}, environment: EnvironmentSpec = qa): Manifest {
  return objectIn(withTask(props, environment), 'migrate', 'Job');
}

function problemsWith(props: Partial<TaskProps>, name = 'migrate'): readonly string[] {
  const system = shopIn();
  const { node } = new Task(system, name, { ...least, ...props });
  return problemsOf(system.environment).map((line) => line.replace(`[${node.path}] `, ''));
}

test('is a Job with all that its pods need, and no Service', () => {
  const yaml = emitYaml(objectsIn(withTask({ command: ['migrate'] }), 'migrate'));
  expectYaml(join(__dirname, 'snapshots/task.yaml'), yaml);
});

test('is what the schemas allow, with all that may be said', () => {
  const whole = withTask({
    hook: { phase: 'Sync', wave: -1, deletePolicy: 'HookSucceeded' },
    retries: 0,
    deadline: '1h',
    completions: 10,
    parallelism: 2,
    indexed: true,
    retriesPerIndex: 1,
    maxFailedIndexes: 3,
    podFailurePolicy: [
      { action: 'FailJob', exitCodes: { in: [1, 255] }, container: 'migrate' },
      { action: 'Count', exitCodes: { notIn: [0] } },
      { action: 'Ignore', podConditions: ['DisruptionTarget'] },
    ],
    ttlAfterFinished: '1h',
    suspend: true,
  });
  expectYaml(
    join(__dirname, 'snapshots/task-hook.yaml'),
    emitYaml([objectIn(whole, 'migrate', 'Job')]),
  );
  expect(objectsIn(whole, 'migrate').flatMap(validateManifest)).toEqual([]);
});

test('is let through to what it calls', () => {
  const policy = objectIn(withTask(), 'store', 'NetworkPolicy');
  expect(emitYaml([policy])).toContain('app.kubernetes.io/name: migrate');
});

describe('its name', () => {
  const name = (props: Partial<TaskProps> = {}) => job(props).metadata.name;

  test('stays while what it runs does', () => {
    const usual = name();
    expect(usual).toMatch(/^migrate-[0-9a-f]{8}$/);
    const other: Partial<TaskProps> = { retries: 2, deadline: '5m', parallelism: 1, suspend: true };
    expect(name(other)).toBe(usual);
  });

  test.each<readonly [string, Partial<TaskProps>]>([
    ['image', { image: 'registry.example.com/shop/cart:v1.2.4' }],
    ['command', { command: ['migrate', '--fast'] }],
    ['configuration', { config: { values: { A: 'b' } } }],
    ['number of pods that have to succeed', { completions: 2 }],
    ['way to fail', { podFailurePolicy: [{ action: 'Ignore', exitCodes: { in: [2] } }] }],
  ])('changes with the %s', (_, props) => {
    expect(name(props)).not.toBe(name());
  });

  test('does not depend on the order of what is written', () => {
    const labels = { a: '1', b: '2' };
    const pod = { annotations: { a: '1', b: '2' } };
    const turned = { annotations: { b: '2', a: '1' } };
    expect(name({ labels, pod })).toBe(name({ labels: { b: '2', a: '1' }, pod: turned }));
  });

  test('is the plain one as a hook, which Argo CD makes anew', () => {
    expect(job({ hook: 'PostSync' })).toMatchObject({
      metadata: {
        name: 'migrate',
        annotations: {
          'argocd.argoproj.io/hook': 'PostSync',
          'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
        },
      },
    });
  });
});

describe('in a mesh', () => {
  const template = (props: Partial<TaskProps>) => job(props, prod).spec;

  test('has a proxy that ends with it where it calls somebody there', () => {
    expect(template({})).toMatchObject({
      template: { metadata: { annotations: { 'sidecar.istio.io/nativeSidecar': 'true' } } },
    });
  });

  test('has none where it calls nobody, or is told so', () => {
    for (const props of [
      { env: {} },
      { pod: { labels: { 'sidecar.istio.io/inject': 'false' } } },
    ] as const)
      expect(template(props)).toMatchObject({
        template: { metadata: { labels: { 'sidecar.istio.io/inject': 'false' } } },
      });
  });
});

describe('rejects', () => {
  test.each<readonly [string, Partial<TaskProps>, readonly string[]]>([
    [
      'numbers that are too small',
      { retries: -1, completions: 0, parallelism: -1, deadline: '0s' },
      [
        'retries: got -1, allowed a whole number from 0',
        'completions: got 0, allowed a whole number from 1',
        'parallelism: got -1, allowed a whole number from 0',
        "deadline: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
      ],
    ],
    [
      'a sidecar that would keep it from ending',
      untyped({ pod: { sidecars: { logs: { ...least, starts: 'with-main' } } } }),
      ["pod.sidecars.logs.starts: got \"with-main\", allowed 'after-init' or 'before-init'"],
    ],
    [
      'what indexes need',
      { indexed: true },
      ['completions: is missing: indexed tasks need the number of indexes'],
    ],
    [
      'what is for indexes alone',
      { retriesPerIndex: 1 },
      ['retriesPerIndex: needs indexed: true: add it, or leave retriesPerIndex out'],
    ],
    [
      'a limit of nothing',
      { maxFailedIndexes: 1 },
      ['maxFailedIndexes: needs retriesPerIndex: add it, or leave maxFailedIndexes out'],
    ],
    [
      'exit codes that no failure has',
      {
        podFailurePolicy: [
          { action: 'Ignore', exitCodes: { in: [0, 256] } },
          { action: 'Ignore', exitCodes: { notIn: [] } },
          { action: 'Ignore', exitCodes: { in: [2, 2] } },
        ],
      },
      [
        'podFailurePolicy[0].exitCodes: got 0, allowed whole numbers from 1 to 255',
        'podFailurePolicy[0].exitCodes: got 256, allowed whole numbers from 1 to 255',
        'podFailurePolicy[1].exitCodes: is empty: name at least one',
        'podFailurePolicy[2].exitCodes: got [2,2], allowed each code once',
      ],
    ],
    [
      'rules that say nothing, or what cannot be',
      {
        restartPolicy: 'OnFailure',
        podFailurePolicy: [
          JSON.parse('{ "action": "Count" }'),
          { action: 'FailIndex', podConditions: [] },
        ],
      },
      [
        "podFailurePolicy: needs restartPolicy 'Never': a restarted container isn't a failed pod",
        'podFailurePolicy[0]: names exitCodes, or podConditions: write one of the two',
        'podFailurePolicy[1].action: needs retriesPerIndex: add it, or leave podFailurePolicy[1].action out',
        'podFailurePolicy[1].podConditions: is empty: name at least one',
      ],
    ],
    [
      'a Job that goes, and that Argo CD would make anew',
      { ttlAfterFinished: '1h' },
      [
        'ttlAfterFinished: has it run again: Argo CD makes a Job anew that is gone; leave it out, or make it a hook',
      ],
    ],
    [
      'a moment that there is not',
      JSON.parse('{ "hook": "AfterSync" }'),
      ['hook: got "AfterSync", allowed Sync, PostSync, SyncFail, PreDelete, PreSync, PostDelete'],
    ],
    [
      'a hook before there is anything',
      JSON.parse('{ "hook": { "phase": "PreSync" } }'),
      [
        'hook: the Namespace, account, configuration and policies are not yet there, so that no first sync (or no deletion) gets past it: leave `hook` out or take Sync, with `before` for what has to wait; or say in `because` why they are there',
      ],
    ],
    [
      'a hook after all is gone',
      { hook: { phase: 'PostDelete', because: ' ' } },
      [
        'hook: the Namespace, account, configuration and policies are gone by then, so that no first sync (or no deletion) gets past it: take PreDelete; or say in `because` why they are there',
      ],
    ],
    [
      'halves of waves, and policies that there are not',
      JSON.parse('{ "hook": { "phase": "Sync", "wave": 0.5, "deletePolicy": "Never" } }'),
      [
        'hook.wave: got 0.5, allowed a whole number from 0',
        'hook.deletePolicy: got "Never", allowed BeforeHookCreation, HookSucceeded, HookFailed',
      ],
    ],
  ])('%s', (_, props, problems) => {
    expect(problemsWith(props)).toEqual(problems);
  });

  test('a name that is too long with what is added to it, at its edge', () => {
    expect(problemsWith({}, 'a'.repeat(54))).toEqual([]);
    expect(problemsWith({}, 'a'.repeat(55))).toEqual([
      expect.stringMatching(/^name: got "a+", allowed at most 54 characters/),
    ]);
    expect(problemsWith({ hook: 'Sync' }, 'a'.repeat(63))).toEqual([]);
    const indexed = { hook: 'Sync', indexed: true, completions: 11 } as const;
    expect(problemsWith(indexed, 'a'.repeat(60))).toEqual([]);
    expect(problemsWith(indexed, 'a'.repeat(61))).toHaveLength(1);
  });

  test('waiting for what the task calls, for itself, and after the sync', () => {
    const system = shopIn();
    const store = new Microservice(system, 'store', { ...least, ports: { sql: 3306 } });
    const elsewhere = new Microservice(plainChart(), 'elsewhere', least);
    const props = { ...least, calls: [store.endpoint('sql')], before: [store, elsewhere] };
    new Task(system, 'migrate', props);
    new Task(system, 'test', { ...least, hook: 'PostSync', before: [store] });
    expect(problemsOf(system.environment)).toEqual([
      '[qa/shop/migrate] before: got "store", allowed what the task itself does not call',
      '[qa/shop/migrate] before: got "elsewhere", allowed microservices beside the task',
      '[qa/shop/test] before: is for tasks that are a part of the sync, and this one runs at PostSync: leave it out, or take Sync',
    ]);
  });
});

test('takes a hook before the sync with a reason, and in a plain chart', () => {
  expect(problemsWith({ hook: { phase: 'PreSync', because: 'synced before' } })).toEqual([]);
  const chart = plainChart();
  new Task(chart, 'migrate', { ...least, hook: { phase: 'PreSync', because: '' } });
  new Task(chart, 'clean', { ...least, ttlAfterFinished: '1h' });
  expect(problemsOf(chart)).toEqual([]);
});
