import { ApiObject } from 'cdk8s';
import {
  analysisTemplate,
  blueGreenByService,
  ConfigRepo,
  canary,
  DaemonMicroservice,
  type Environment,
  emptyDir,
  existingSecret,
  gatewayApi,
  InputError,
  istioByHost,
  istioBySubset,
  keda,
  Memcached,
  Microservice,
  MySql,
  nginxIngress,
  PostgreSql,
  Redis,
  ScheduledTask,
  StatefulMicroservice,
  System,
  successRate,
  Task,
} from '../../lib';
import { fieldsOf } from '../../lib/manifest/fields';
import { findNearest } from '../../lib/problem/nearest';
import { unseen } from '../problem/lines';
import * as wrong from './wrong-shapes';

const image = 'registry.example.com/a:v1.0.0';
const resources = { cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] };
const password = existingSecret('s', ['password']).key('password');
const database = { image, resources, database: 'shop', user: 'shop', password };
const qa = {
  name: 'qa',
  tier: 'preproduction',
  cluster: { name: 'in-cluster' },
  domain: 'example.com',
};
const git = 'https://git.example.com/shop/config.git';

type Make = (system: System, props: unknown) => unknown;

const serving = { ...wrong.SERVING, ...wrong.SCALED };

const CONSTRUCTS: Readonly<
  Record<string, readonly [Readonly<Record<string, readonly unknown[]>>, object, Make]>
> = {
  Microservice: [
    { ...serving, ...wrong.RELEASED },
    { image, resources, ports: { http: 8080 } },
    (system, props) => new Microservice(system, 'a', unseen(props)),
  ],
  StatefulMicroservice: [
    { ...serving, ...wrong.STATEFUL },
    { image, resources, ports: { http: 8080 }, claims: { data: { size: '1Gi', mountPath: '/a' } } },
    (system, props) => new StatefulMicroservice(system, 'a', unseen(props)),
  ],
  DaemonMicroservice: [
    wrong.SERVING,
    { image, resources, ports: { http: 8080 } },
    (system, props) => new DaemonMicroservice(system, 'a', unseen(props)),
  ],
  Task: [
    { ...wrong.PODS, ...wrong.TASK },
    { image, resources },
    (system, props) => new Task(system, 'a', unseen(props)),
  ],
  ScheduledTask: [
    { ...wrong.PODS, ...wrong.SCHEDULED },
    { image, resources, schedule: '0 3 * * *' },
    (system, props) => new ScheduledTask(system, 'a', unseen(props)),
  ],
  MySql: [
    wrong.DATABASE,
    { ...database, adminPassword: password, storage: { size: '1Gi' } },
    (system, props) => new MySql(system, 'a', unseen(props)),
  ],
  PostgreSql: [
    wrong.DATABASE,
    { ...database, adminPassword: password, storage: { size: '1Gi' } },
    (system, props) => new PostgreSql(system, 'a', unseen(props)),
  ],
  Redis: [
    { ...wrong.STORE, storage: [null], followers: [null, {}, 5] },
    { image, resources, password },
    (system, props) => new Redis(system, 'a', unseen(props)),
  ],
  Memcached: [
    wrong.STORE,
    { image, resources },
    (system, props) => new Memcached(system, 'a', unseen(props)),
  ],
};

/** What is wrong with a repo, as its user reads it. */
function problemsOf(environment: unknown, make: (system: System) => unknown, props = {}) {
  try {
    const repo = new ConfigRepo(
      unseen({ repository: git, environments: [environment], outdir: '/nowhere', ...props }),
    );
    repo.deploy(
      class extends System {
        constructor(where: Environment) {
          super(where, 'shop');
          make(this);
        }
      },
    );
    return repo.synthesize().problems;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message.split('\n');
  }
}

/** A copy of data in which what stands at a path is another. */
function changed(data: unknown, [step = '', ...rest]: readonly string[], value: unknown): object {
  const all = fieldsOf(data);
  // A slip stands in the place of what was meant.
  const meant = Object.hasOwn(all, step) ? undefined : findNearest(step, Object.keys(all), 2);
  const fields = Object.fromEntries(Object.entries(all).filter(([key]) => key !== meant));
  return { ...fields, [step]: rest.length === 0 ? value : changed(fields[step], rest, value) };
}

function rowsOf(all: Readonly<Record<string, readonly unknown[]>>) {
  return Object.entries(all).flatMap(([field, values]) =>
    values.map((value) => [field, value] as const),
  );
}

/** What JavaScript says of a mistake. */
const INTERNAL =
  /can't be rendered|is not a|not iterable|Cannot |call stack|\[object |undefined \(/;

function expectNamed(problems: readonly string[], field: string): void {
  expect(problems.filter((line) => INTERNAL.test(line))).toEqual([]);
  const [first = ''] = field.split('.');
  expect(problems.filter((line) => line.includes(first))).not.toEqual([]);
}

describe.each(Object.entries(CONSTRUCTS))('%s', (_, [rows, base, make]) => {
  test('is right before', () => {
    expect(problemsOf(qa, (system) => make(system, base))).toEqual([]);
  });

  test.each(rowsOf(rows))('tells %s from %p', (field, value) => {
    const props = changed(base, field.split('.'), value);
    expectNamed(
      problemsOf(qa, (system) => make(system, props)),
      field,
    );
  });

  test.each([[undefined], [null], [5], ['x'], [[]], [new Map()]])(
    'tells props from %p',
    (props) => {
      expectNamed(
        problemsOf(qa, (system) => make(system, props)),
        'props',
      );
    },
  );
});

test('leaves alone what is the own of a subclass, and of an object that serves for more', () => {
  class Ports {
    http = 8080;
  }
  const known = { image, resources, ports: new Ports() };
  const more = {
    team: 'a',
    note: () => 'a',
    size: { cpu: { cores: 1 } },
    resources: { ...resources, name: 'small' },
  };
  const made = (props: object) => {
    const texts: unknown[] = [];
    const problems = problemsOf(qa, (system) => {
      const service = new Microservice(system, 'a', unseen(props));
      texts.push(
        ...service.node
          .findAll()
          .filter(ApiObject.isApiObject)
          .map((one) => one.toJson()),
      );
    });
    return { problems, texts };
  };
  expect(made({ ...known, ...more })).toEqual(made(known));
  expect(made(known).problems).toEqual([]);
  expect(made(known).texts).not.toEqual([]);
});

test.each([
  ['env', [{ name: 'DB_PASSWORD', value: 'hunter2' }]],
  ['env', 'DB_PASSWORD=hunter2'],
  ['env', { DB_PASSWORD: ['hunter2'] }],
  ['args', '--password=hunter2'],
  ['command', 'mysql -phunter2'],
  ['config', { values: 'hunter2' }],
  ['ports', ['hunter2']],
])('shows no secret of a wrong %s', (field, value) => {
  const props = unseen({ image, resources, [field]: value });
  const problems = problemsOf(qa, (system) => new Microservice(system, 'a', props));
  expect(problems).toEqual([expect.stringContaining(`${field}`)]);
  expect(problems.join()).not.toContain('hunter2');
});

test('tells a misspelt field of a store once', () => {
  const props = unseen({ password: 'none', resources, imagee: 'redis:7', workinDir: '/x' });
  const problems = problemsOf(qa, (system) => new Redis(system, 'a', props));
  expect(problems.filter((line) => line.includes('imagee'))).toHaveLength(1);
});

test.each([[undefined], [null], [5], [{}]])('tells a name from %p', (name) => {
  const props = unseen({ image, resources });
  expectNamed(
    problemsOf(qa, (system) => new Microservice(system, unseen(name), props)),
    'name',
  );
  expectNamed(
    problemsOf(qa, (system) => new System(system.environment, unseen(name))),
    'name',
  );
});

describe('an environment', () => {
  test.each(rowsOf(wrong.ENVIRONMENT))('tells %s from %p', (field, value) => {
    const make = (system: System) =>
      new Microservice(
        system,
        'a',
        unseen({ image, resources, exposed: { host: 'a' }, ports: { http: 80 } }),
      );
    expectNamed(problemsOf(changed(qa, field.split('.'), value), make), field);
  });
});

describe('a config repo', () => {
  test.each(rowsOf(wrong.REPO))('tells %s from %p', (field, value) => {
    const leftOut = field === 'repositori' ? { repository: undefined } : {};
    expectNamed(
      problemsOf(qa, () => undefined, { ...leftOut, [field]: value }),
      field === 'environments' ? '' : field,
    );
  });

  test.each([[undefined], [null], [5]])('tells props from %p', (props) => {
    const repo = new ConfigRepo(unseen(props));
    expectNamed(repo.synthesize().problems, 'props');
  });

  test.each([[null], [5], [{}]])('tells deploy() from %p', (system) => {
    const repo = new ConfigRepo(unseen({ repository: git, environments: [qa] }));
    repo.deploy(unseen(system));
    expectNamed(repo.synthesize().problems, 'deploy()');
  });
});

describe('a function', () => {
  test.each([
    ['emptyDir()', () => emptyDir(unseen(null))],
    ['emptyDir().sizeLimit', () => emptyDir(unseen({ sizeLimit: 5 }))],
    ['emptyDir().sizelimit', () => emptyDir(unseen({ sizelimit: '5Mi' }))],
    ['keda()', () => keda(unseen(null))],
    ['keda().triggers', () => keda(unseen({}))],
    ['istioBySubset()', () => istioBySubset(unseen(null))],
    ['istioByHost()', () => istioByHost(unseen(null))],
    ['nginxIngress()', () => nginxIngress(unseen(null))],
    ['gatewayApi()', () => gatewayApi(unseen(null))],
    ['analysisTemplate()', () => analysisTemplate(unseen(null))],
    ['successRate()', () => successRate(unseen(undefined))],
  ])('tells %s', (field, call) => {
    expect(call).toThrow(InputError);
    expect(call).toThrow(`${field}: `);
  });

  test('is told where it is used', () => {
    const releases = [canary(unseen({ router: null })), blueGreenByService(unseen(null))];
    for (const release of releases)
      expectNamed(
        problemsOf(
          qa,
          (system) =>
            new Microservice(
              system,
              'a',
              unseen({ image, resources, ports: { http: 80 }, release }),
            ),
        ),
        'release',
      );
  });

  test('of an environment tells choices from nothing', () => {
    expectNamed(
      problemsOf(qa, ({ environment }) => environment.choose(unseen(null))),
      'choose',
    );
  });
});
