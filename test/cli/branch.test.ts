import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseLock, takeLock } from '../../lib/writer/tree-lock';
import { run } from './run';
import { COMMAND } from './shop-repo';

const DIST = join(__dirname, '../../dist');
const FRONTEND = 'online-boutique/frontend=registry.example.com/frontend:1.3.0-own';
const USER = ['--cookie', 'user=own'];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'branch-'));
  writeFileSync(join(folder, 'qa.images.json'), '{}\n');
  jest.useFakeTimers();
  jest.setSystemTime(new Date('2026-11-21T12:00:00Z'));
});

afterEach(() => {
  jest.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const branch = (...args: readonly string[]) => run('branch', ...args, '--branches', folder);
const open = (...args: readonly string[]) => branch('open', ...args, '--dist', DIST);
const text = (env = 'qa') => readFileSync(join(folder, `${env}.branches.json`), 'utf8');

/** The exit code of a process. */
function finish(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on('exit', resolve));
}

/** What a command says that refuses, and leaves everything as it was. */
function refusal(run: () => ReturnType<typeof branch>): string {
  const before = existsSync(join(folder, 'qa.branches.json')) ? text() : undefined;
  const { exitCode, stdout, stderr } = run();
  expect(exitCode).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^ +at /m);
  expect(existsSync(join(folder, 'qa.branches.json')) ? text() : undefined).toBe(before);
  return stderr.trim();
}

describe('open', () => {
  test('writes the branch, in the order of names, and tells what comes next', () => {
    open('qa', 'zoo', FRONTEND, '--cookie', 'user=zoo');
    const ads = 'online-boutique/adservice=registry.example.com/ads:1.3.0-own';
    const { exitCode, stdout } = open(
      ...['qa', 'own', FRONTEND, ads, 'car-registry/frontend=cars:1.1', ...USER],
      ...['--header', 'userid^=4f', '--expires', '2026-12-31'],
    );
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll(folder, 'envs')).toMatchInlineSnapshot(`
"opened in envs/qa.branches.json:
  qa car-registry/own: until 2026-12-31
    frontend by cookie user=own or header userid^=4f: cars:1.1
  qa online-boutique/own: until 2026-12-31
    adservice by cookie user=own or header userid^=4f: registry.example.com/ads:1.3.0-own
    frontend by cookie user=own or header userid^=4f: registry.example.com/frontend:1.3.0-own
next: npx cdk8s synth, then commit envs/qa.branches.json and the output folder
"
`);
    expect(text()).toMatchInlineSnapshot(`
"{
  "car-registry": {
    "own": {
      "expires": "2026-12-31",
      "when": [
        {
          "cookie": "user",
          "exact": "own"
        },
        {
          "header": "userid",
          "prefix": "4f"
        }
      ],
      "microservices": {
        "frontend": {
          "image": "cars:1.1"
        }
      }
    }
  },
  "online-boutique": {
    "own": {
      "expires": "2026-12-31",
      "when": [
        {
          "cookie": "user",
          "exact": "own"
        },
        {
          "header": "userid",
          "prefix": "4f"
        }
      ],
      "microservices": {
        "adservice": {
          "image": "registry.example.com/ads:1.3.0-own"
        },
        "frontend": {
          "image": "registry.example.com/frontend:1.3.0-own"
        }
      }
    },
    "zoo": {
      "expires": "2026-12-05",
      "when": {
        "cookie": "user",
        "exact": "zoo"
      },
      "microservices": {
        "frontend": {
          "image": "registry.example.com/frontend:1.3.0-own"
        }
      }
    }
  }
}
"
`);
    expect(readdirSync(folder)).toEqual(['qa.branches.json', 'qa.images.json']);
  });

  test('takes a number of days, 14 by default', () => {
    open('qa', 'own', FRONTEND, ...USER);
    open('qa', 'other', FRONTEND, '--header', 'userid~=a|b', '--expires', '1d');
    expect(JSON.parse(text())['online-boutique']).toMatchObject({
      own: { expires: '2026-12-05' },
      other: { expires: '2026-11-22', when: { header: 'userid', regex: 'a|b' } },
    });
  });

  test.each<[string, readonly string[], string]>([
    [
      'an environment that is not there',
      ['qaa', 'own', FRONTEND, ...USER],
      `there is no environment 'qaa' in ${DIST}, allowed aks, e2e, prod, qa, stage: did you mean 'qa'?`,
    ],
    [
      'a system that is not there',
      ['qa', 'own', 'online/frontend=a:1', ...USER],
      "system: there is no 'online', allowed car-registry, guestbook, issue-generator, nginx-operator, online-boutique",
    ],
    [
      'a microservice that is not there',
      ['qa', 'own', 'car-registry/fronted=a:1', ...USER],
      "microservice: there is no 'car-registry/fronted', allowed car-registry/backend, car-registry/frontend, car-registry/memcached: did you mean 'car-registry/frontend'?",
    ],
    [
      'a microservice without a Service',
      ['qa', 'own', 'online-boutique/loadgenerator=a:1', ...USER],
      "microservice: 'online-boutique/loadgenerator' has no Service by which requests could be sent to a variant of it",
    ],
    [
      'a name that a Service has',
      ['qa', 'external', FRONTEND, ...USER],
      'name: got "frontend-external", allowed a name that nothing has: rename the branch',
    ],
    [
      'a name that is too long with that of the microservice',
      ['qa', 'o'.repeat(60), FRONTEND, ...USER],
      `name: got "frontend-${'o'.repeat(60)}", allowed a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end (it has 69)`,
    ],
    ['no condition', ['qa', 'own', FRONTEND], 'when: is missing: add --cookie or --header'],
    [
      'a condition that cannot be read',
      ['qa', 'own', FRONTEND, '--cookie', 'user'],
      "--cookie: got \"user\", allowed 'name=value', 'name^=beginning' or 'name~=expression'",
    ],
    [
      'a cookie that is none',
      ['qa', 'own', FRONTEND, '--cookie', 'user=a b'],
      "when[0].exact: got \"a b\", allowed ASCII letters without spaces, ',', ';', '\"' and '\\'",
    ],
    [
      'an image without a version',
      ['qa', 'own', 'online-boutique/frontend=frontend', ...USER],
      'online-boutique/frontend: got "frontend", allowed an image with a version: add a tag (`:v1.2.3`) or a digest',
    ],
    [
      'what is no microservice',
      ['qa', 'own', 'frontend=a:1', ...USER],
      'microservice: got "frontend=a:1", allowed \'system/microservice=image\'',
    ],
    [
      'a microservice twice',
      ['qa', 'own', FRONTEND, FRONTEND, ...USER],
      'microservice: got "online-boutique/frontend", allowed each one once',
    ],
    [
      'a day that is over',
      ['qa', 'own', FRONTEND, ...USER, '--expires', '2026-11-20'],
      '--expires: got "2026-11-20", allowed a day from 2026-11-21 on, or a number of days: \'14d\'',
    ],
    [
      'a day that is in no calendar',
      ['qa', 'own', FRONTEND, ...USER, '--expires', '2026-11-31'],
      '--expires: got "2026-11-31", allowed a day from 2026-11-21 on, or a number of days: \'14d\'',
    ],
  ])('rejects %s', (_, args, message) => {
    expect(refusal(() => open(...args))).toBe(message);
  });

  test('rejects production, and tells what to do, unless the environment says why', () => {
    const dist = join(folder, 'dist');
    const project = (annotations: string) => {
      mkdirSync(join(dist, 'argocd/projects'), { recursive: true });
      const text = `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata:\n  name: prod\n${annotations}`;
      writeFileSync(join(dist, 'argocd/projects/prod.yaml'), text);
    };
    cpSync(join(DIST, 'prod'), join(dist, 'prod'), { recursive: true });
    const openIn = () => branch('open', 'prod', 'own', FRONTEND, ...USER, '--dist', dist);
    project('  annotations:\n    supercargo/feature-branches: refused\n');
    expect(refusal(openIn)).toBe(
      "'prod' is production, where no feature branch runs: open it in an environment before that, or say in the sources of the environment why one may run, featureBranches: { allow: '...' }, and run `npx cdk8s synth` before this",
    );
    project('');
    expect(openIn().exitCode).toBe(0);
  });

  test.each([
    ['has nothing in it', () => undefined, 'there is nothing in it'],
    [
      'has no environment in it',
      (dist: string) => cpSync(join(DIST, 'argocd'), join(dist, 'argocd'), { recursive: true }),
      'there is no environment in it',
    ],
    [
      'has an empty one in it',
      (dist: string) => mkdirSync(join(dist, 'qa')),
      'there is nothing in it',
    ],
  ])('says that one has to synthesize where the output folder %s', (_, fill, message) => {
    const dist = join(folder, 'dist');
    mkdirSync(dist);
    fill(dist);
    const openIn = () => branch('open', 'qa', 'own', FRONTEND, ...USER, '--dist', dist);
    expect(refusal(openIn)).toMatch(
      new RegExp(`^${dist}(/qa)?: ${message}: run \`npx cdk8s synth\`, or name another by --dist$`),
    );
    for (const [command, ...args] of [
      ['access', 'qa'],
      ['release', 'qa', 'car-registry/frontend'],
    ])
      expect(run(String(command), ...args, '--dist', dist).stderr).toMatch(
        /there is (nothing|no environment) in it: run `npx cdk8s synth`/,
      );
  });

  test('waits for another process that changes branches or pins, and keeps what it has written', async () => {
    const start = (branches: string, ...args: readonly string[]) =>
      finish(
        spawn(process.execPath, [COMMAND, 'branch', ...args, '--branches', branches], {
          stdio: 'ignore',
        }),
      );
    const opening = ['open', 'qa', 'own', FRONTEND, ...USER, '--dist', DIST];
    open('qa', 'old', FRONTEND, '--cookie', 'user=old');
    const free = join(folder, 'free');
    mkdirSync(free);
    const lock = takeLock(join(folder, 'images'));
    const waiting = [start(folder, ...opening), start(folder, 'close', 'qa', 'old')];
    // By then the others would have been done.
    expect(await start(free, ...opening)).toBe(0);
    const changed = JSON.parse(text());
    changed['online-boutique'].other = changed['online-boutique'].old;
    expect(Object.keys(changed['online-boutique'])).toEqual(['old', 'other']);
    writeFileSync(join(folder, 'qa.branches.json'), JSON.stringify(changed));
    releaseLock(lock, true);
    expect(await Promise.all(waiting)).toEqual([0, 0]);
    expect(Object.keys(JSON.parse(text())['online-boutique'])).toEqual(['other', 'own']);
    expect(readdirSync(folder)).toEqual(['free', 'qa.branches.json', 'qa.images.json']);
  }, 60_000);

  test('rejects a branch that is open, and a condition that is taken', () => {
    open('qa', 'own', FRONTEND, ...USER);
    expect(refusal(() => open('qa', 'own', 'car-registry/frontend=a:1', ...USER))).toBe(
      "name: 'own' is open already in online-boutique: close it first, or take another name",
    );
    expect(refusal(() => open('qa', 'other', FRONTEND, ...USER))).toBe(
      "when: 'cookie user=own' leads to branch 'own' already: take another value",
    );
  });

  test('rejects all at once', () => {
    const args = ['qa', 'O', 'a/b=c', 'online-boutique/x=y:1'];
    expect(refusal(() => open(...args)).split('\n')).toHaveLength(5);
  });

  test('rejects a file that is wrong, and leaves it', () => {
    writeFileSync(join(folder, 'qa.branches.json'), '{"shop": 1}');
    expect(refusal(() => open('qa', 'own', FRONTEND, ...USER))).toBe(
      `${join(folder, 'qa.branches.json')}: shop: got 1, allowed an object: { ... }`,
    );
  });
});

describe('close', () => {
  beforeEach(() => {
    open('qa', 'own', FRONTEND, 'car-registry/frontend=a:1', ...USER, '--expires', '1d');
    open('qa', 'other', FRONTEND, '--cookie', 'user=other', '--expires', '9d');
  });

  test('closes a branch in all of its systems', () => {
    const { exitCode, stdout } = branch('close', 'qa', 'own');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('car-registry/own: until 2026-11-22');
    expect(stdout).toContain('next: npx cdk8s synth');
    expect(Object.keys(JSON.parse(text()))).toEqual(['online-boutique']);
    expect(Object.keys(JSON.parse(text())['online-boutique'])).toEqual(['other']);
    branch('close', 'qa', 'other');
    expect(text()).toBe('{}\n');
  });

  test('closes those whose last day is over', () => {
    expect(branch('close', 'qa', '--expired').stdout).toBe('qa: no branch has expired\n');
    jest.setSystemTime(new Date('2026-11-23T00:00:00Z'));
    expect(branch('close', 'qa', '--expired').stdout).toContain('online-boutique/own: expired on');
    expect(Object.keys(JSON.parse(text())['online-boutique'])).toEqual(['other']);
  });

  test.each<[string, readonly string[], RegExp]>([
    [
      'a branch that is not open',
      ['qa', 'onw'],
      /^there is no branch 'onw' open in qa, allowed own, other: did you mean 'own'\?$/,
    ],
    [
      'an environment that is not there',
      ['aq', 'own'],
      /^there is no environment 'aq' in .*, allowed qa/,
    ],
    [
      'neither a name nor --expired',
      ['qa'],
      /^error: close which\? Name one branch, or write --expired/,
    ],
    ['both a name and --expired', ['qa', 'own', '--expired'], /^error: close which\?/],
  ])('rejects %s', (_, args, message) => {
    expect(refusal(() => branch('close', ...args))).toMatch(message);
  });
});

describe('list', () => {
  test('tells of all environments, and which branches have expired', () => {
    expect(branch('list').stdout).toBe('no branch is open\n');
    open('qa', 'own', FRONTEND, ...USER, '--header', 'userid=1');
    mkdirSync(join(folder, 'other'));
    jest.setSystemTime(new Date('2026-12-06T00:00:00Z'));
    expect(branch('list').stdout).toBe(
      'qa online-boutique/own: expired on 2026-12-05\n' +
        '  frontend by cookie user=own or header userid=1: registry.example.com/frontend:1.3.0-own\n',
    );
    expect(JSON.parse(branch('list', 'qa', '--json').stdout)).toEqual([
      {
        environment: 'qa',
        system: 'online-boutique',
        name: 'own',
        expires: '2026-12-05',
        isExpired: true,
        microservices: [
          {
            name: 'frontend',
            image: 'registry.example.com/frontend:1.3.0-own',
            when: [
              { cookie: 'user', exact: 'own' },
              { header: 'userid', exact: '1' },
            ],
          },
        ],
      },
    ]);
  });

  test('rejects an environment or a folder that is not there', () => {
    expect(refusal(() => branch('list', 'prod'))).toMatch(/^there is no environment 'prod' in/);
    expect(refusal(() => run('branch', 'list', '--branches', join(folder, 'no')))).toMatch(
      /no: there is no such folder: go to the folder of the config repo, or name another by --branches$/,
    );
  });
});
