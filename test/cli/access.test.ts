import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';

const ROOT = join(__dirname, '../..');
const DIST = join(ROOT, 'dist');

const access = (...args: readonly string[]) => run('access', ...args, '--dist', DIST);

test('shows an environment as a matrix for each namespace, with what goes in and out', () => {
  const { exitCode, stdout } = access('stage');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^online-boutique-stage$/m);
  expect(stdout).toMatch(/^\d+ cartservice( +\.)+ +6379( +\.)+$/m);
  expect(stdout).toMatch(/^all \d+ -> kube-system\/kube-dns {2}53,53\/UDP$/m);
  expect(stdout).not.toMatch(/online-boutique-prod|-qa/);
});

test.each([
  ['open, by the port of the Service', 'checkoutservice', 'emailservice:5000', 'TCP 8080: open'],
  ['open, by the name of the port', 'frontend', 'cartservice:grpc', 'TCP 7070: open'],
  ['closed', 'adservice', 'cartservice:7070', 'TCP 7070: closed'],
  ['open to the name servers', 'adservice', 'kube-dns:53', 'TCP 53: open'],
])('explains what is %s', (_, from, to, answer) => {
  const { exitCode, stdout } = access('prod', from, to);
  expect([exitCode, stdout.split('\n')[0]]).toEqual([0, expect.stringContaining(answer)]);
  expect(stdout).toMatch(/^ {2}egress of online-boutique-prod\/.*NetworkPolicy /m);
});

test.each([
  [
    'an address that no policy names',
    ['203.0.113.7', 'online-boutique-prod/frontend:8080'],
    /^203\.0\.113\.7 .* TCP 8080: open$/m,
  ],
  [
    'an address that is closed',
    ['online-boutique-prod/frontend', '10.1.2.3:80'],
    /-> 10\.1\.2\.3 .* TCP 80: closed$/m,
  ],
  ['an address of IPv6', ['backend', '2001:db8::1'], /-> 2001:db8::1 .*: closed$/m],
  [
    "the port of another environment's Service",
    ['backend', 'online-boutique-qa/frontend:80'],
    /-> online-boutique-qa\/frontend TCP 8080: closed$/m,
  ],
])('answers for %s', (_, ends, answer) => {
  const { exitCode, stdout } = access('prod', ...ends);
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(answer)]);
});

test('lists all open ports of a pair', () => {
  expect(access('prod', 'cartservice', 'redis-cart').stdout).toBe(
    'online-boutique-prod/cartservice -> online-boutique-prod/redis-cart: 6379\n',
  );
  expect(access('prod', 'adservice', 'redis-cart').stdout).toMatch(/: closed\n$/);
});

test('prints JSON', () => {
  const answer: unknown = JSON.parse(access('prod', 'frontend', 'adservice:9555', '--json').stdout);
  expect(answer).toMatchObject({
    from: 'online-boutique-prod/frontend',
    to: 'online-boutique-prod/adservice',
    port: 9555,
    protocol: 'TCP',
    allowed: true,
  });
  const all: unknown = JSON.parse(access('prod', '--json').stdout);
  expect(all).toMatchObject({ openings: expect.any(Array), notes: [] });
  expect(JSON.stringify(all)).not.toMatch(/-(qa|e2e|stage)\//);
});

test.each([
  [
    'the folder of Argo CD',
    ['argocd'],
    /no environment 'argocd' .*allowed aks, e2e, prod, qa, stage/,
  ],
  [
    'an environment',
    ['prdo'],
    /no environment 'prdo' .*allowed aks, e2e, prod, qa, stage: did you mean 'prod'\?/,
  ],
  ['a caller', ['prod', 'frontnd', 'cartservice'], /no 'frontnd': did you mean 'frontend'\?/],
  [
    'a port',
    ['prod', 'frontend', 'cartservice:hppt'],
    /cartservice port: got "hppt", allowed 7070, grpc/,
  ],
  ['an empty port', ['prod', 'frontend', 'cartservice:'], /'cartservice:': allowed a name/],
  ['the called', ['prod', 'backend'], /'backend' calls whom\?/],
  [
    'which of two',
    ['qa', 'frontend', 'kube-dns'],
    /may be 'car-registry-qa\/frontend', 'guestbook-qa\/frontend'/,
  ],
  ['the option', ['prod', '--form', 'x'], /unknown option '--form'/],
])('tells a user who got %s wrong', (_, args, message) => {
  const { exitCode, stdout, stderr } = access(...args);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
});

test('tells where there is no output folder', () => {
  const { exitCode, stderr } = run('access', 'prod', '--dist', join(tmpdir(), 'no-such-dist'));
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('run `npx cdk8s synth`')]);
});

test.each([
  ['matrix', ['prod']],
  ['answer', ['prod', 'adservice', 'cartservice:7070']],
])('the guide shows the %s as it is', (mark, args) => {
  const guide = readFileSync(join(ROOT, 'docs/access.md'), 'utf8');
  const [, shown = ''] = guide.split(`<!-- ${mark} -->\n\n\`\`\`text\n`);
  expect(access(...args).stdout).toContain(shown.slice(0, shown.indexOf('\n```')));
  expect(shown).not.toBe('');
});

describe('of two environments with objects of one name beside their namespaces', () => {
  let folder: string;
  const write = (environment: string, ...objects: readonly object[]) => {
    mkdirSync(join(folder, environment));
    const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
    writeFileSync(join(folder, environment, 'all.yaml'), text);
  };
  const objectsOf = (app: string, namespace: string, cidr: string) => [
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'boats.harbour.example.com' },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ClusterAnalysisTemplate',
      metadata: { name: 'smoke' },
      spec: { metrics: [{ name: 'smoke', provider: { job: { spec: { template: pods(app) } } } }] },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Experiment',
      metadata: { name: 'trial', namespace },
      spec: { analyses: [{ name: 'smoke', templateName: 'smoke', clusterScope: true }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'closed', namespace },
      spec: {
        podSelector: { matchLabels: { app } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [{ ipBlock: { cidr } }] }],
      },
    },
  ];
  const pods = (app: string) => ({
    metadata: { labels: { app } },
    spec: { containers: [{ name: 'main' }] },
  });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'access-'));
    write('prod', ...objectsOf('tall', 'shop-prod', '10.0.0.0/24'));
    write('qa', ...objectsOf('small', 'shop-qa', '10.0.0.5/32'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ['prod', '10.0.0.0/24'],
    ['qa', '10.0.0.5/32'],
  ])('takes those of %s, and names no address of the other', (environment, address) => {
    const { stdout } = run('access', environment, '--dist', folder);
    expect(stdout).toBe(
      `shop-${environment}\nneither send nor receive: smoke-analysis\n${address} -> all 1  all\n\n`,
    );
  });

  test('tells of two in the same environment', () => {
    const again = join(folder, 'prod/again.yaml');
    writeFileSync(again, JSON.stringify(objectsOf('tall', 'shop-prod', '10.0.0.0/24')[1]));
    const { stdout } = run('access', 'prod', '--dist', folder);
    rmSync(again);
    expect(stdout).toMatch(/ClusterAnalysisTemplate smoke : is given a second time/);
  });
});

describe('in a repository', () => {
  let folder: string;
  const file = () => join(folder, 'dist/prod/online-boutique/cartservice.yaml');
  const git = (...args: readonly string[]) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
    });
  const home = process.cwd();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'access-'));
    process.chdir(folder);
    cpSync(join(DIST, 'prod'), join(folder, 'dist/prod'), { recursive: true });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'first');
    const text = readFileSync(file(), 'utf8');
    writeFileSync(file(), text.replace('name: checkoutservice', 'name: adservice'));
  });

  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });

  test('tells what a change opens and closes', () => {
    const { exitCode, stdout } = run('access', 'prod', '--from', 'HEAD');
    expect([exitCode, stdout]).toEqual([
      0,
      'closed  online-boutique-prod/checkoutservice -> online-boutique-prod/cartservice  7070\n',
    ]);
  });

  test('answers a question for then and now', () => {
    const { stdout } = run(
      'access',
      'prod',
      'checkoutservice',
      'cartservice:7070',
      '--from',
      'HEAD',
    );
    expect(stdout).toMatch(/^at HEAD:\n.*: open\n(?:.*\n)*now:\n.*: closed\n/);
  });

  test('takes addresses that only one of the two times names for the same in both', () => {
    const frontend = join(folder, 'dist/prod/online-boutique/frontend.yaml');
    const text = readFileSync(frontend, 'utf8');
    const block = '- ipBlock:\n        cidr: 0.0.0.0/0\n';
    expect(text).toContain(block);
    writeFileSync(
      frontend,
      text.replace(block, `${block}    - ipBlock:\n        cidr: 203.0.113.0/24\n`),
    );
    const { stdout } = run('access', 'prod', '--from', 'HEAD');
    writeFileSync(frontend, text);
    expect(stdout).not.toContain('203.0.113.0/24');
  });

  test('tells of newcomers, and of none in another environment', () => {
    const text = readFileSync(join(folder, 'dist/prod/online-boutique/adservice.yaml'), 'utf8');
    const newcomer = text.replaceAll('adservice', 'newcomer');
    const [prod, qa] = ['prod', 'qa'].map((environment) => {
      const path = join(folder, 'dist', environment, 'online-boutique');
      mkdirSync(path, { recursive: true });
      const at = join(path, 'newcomer.yaml');
      writeFileSync(at, newcomer.replaceAll('-prod', `-${environment}`));
      return at;
    });
    const { stdout } = run('access', 'prod', '--from', 'HEAD');
    const asked = run('access', 'prod', 'newcomer', 'cartservice:7070', '--from', 'HEAD');
    for (const file of [prod, qa]) rmSync(String(file));
    expect(stdout).toContain('-> online-boutique-prod/newcomer  15020,15090\n');
    expect(stdout).not.toContain('-qa/');
    expect(asked.stdout).toMatch(
      /^at HEAD:\nthere is no 'newcomer'.*\nnow:\n.*newcomer -> .*: closed\n/,
    );
  });

  test('tells of a revision that does not exist', () => {
    const { exitCode, stderr } = run('access', 'prod', '--from', 'nope');
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/nope/)]);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
