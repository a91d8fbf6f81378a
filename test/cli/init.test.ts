import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFiles } from '../../lib/cli/init/write';
import { newFolder } from './new-config-repo';
import { run } from './run';

const home = process.cwd();
let place: string;

beforeEach(() => {
  place = newFolder();
  process.chdir(place);
});

afterEach(() => {
  process.chdir(home);
  rmSync(place, { recursive: true, force: true });
});

const text = (file: string) => readFileSync(file, 'utf8');
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

test('writes a config repo, and tells what comes next', () => {
  const { exitCode, stdout, stderr } = run(
    'init',
    'shop-config',
    '--repository',
    'git@git.example.com:shop/config.git',
  );
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toBe(`shop-config is a config repo now. What comes next:

  cd shop-config
  npm install
  npx cdk8s synth      # writes dist/, the YAML that Argo CD will deploy
  npm test
  git init --initial-branch=main && git add . && git commit -m 'feat: first'

README.md tells what is where, and how it gets to a cluster.
`);
  expect(filesIn('shop-config')).toEqual([
    '.gitattributes',
    '.github/workflows/config.yaml',
    '.gitignore',
    '.gitlab-ci.yml',
    'README.md',
    'apps/shop.ts',
    'cdk8s.yaml',
    'ci/applications/github.yaml',
    'ci/applications/gitlab-service.yml',
    'ci/applications/gitlab.yml',
    'ci/set-image.sh',
    'envs/index.ts',
    'envs/prod.images.json',
    'envs/prod.ts',
    'envs/qa.images.json',
    'envs/qa.ts',
    'main.ts',
    'package.json',
    'renovate.json',
    'repo.ts',
    'test/access.test.ts',
    'test/dist.test.ts',
    'tsconfig.json',
  ]);
});

test('fills in the name and the address, in all files', () => {
  run(
    'init',
    'one',
    '--name',
    'shop-config',
    '--repository',
    'ssh://git@git.example.com/shop/c.git',
  );
  const texts = filesIn('one').map((file) => text(join('one', file)));
  expect(texts.filter((one) => /my-config|my-org\/my/.test(one))).toEqual([]);
  expect(text('one/repo.ts')).toContain("repository: 'ssh://git@git.example.com/shop/c.git',");
  expect(text('one/ci/applications/github.yaml')).toContain(
    'CONFIG_REPOSITORY: ssh://git@git.example.com/shop/c.git\n',
  );
  expect(JSON.parse(text('one/package.json')).name).toBe('shop-config');
  expect(text('one/README.md')).toMatch(/^# shop-config\n/);
});

test('without an address says where it is to be written', () => {
  expect(run('init', 'shop-config').stdout).toContain(
    '\nIn repo.ts, write where the repository will be: --repository was left out.\n',
  );
  expect(text('shop-config/repo.ts')).toContain('https://git.example.com/my-org/shop-config.git');
});

test('names the versions that this package is made with, and its own one exactly', () => {
  run('init', 'shop-config');
  const own = JSON.parse(text(join(home, 'package.json')));
  const { dependencies, devDependencies } = JSON.parse(text('shop-config/package.json'));
  const { supercargo, ...rest } = dependencies;
  expect(supercargo).toBe(own.version);
  for (const [name, version] of Object.entries({ ...rest, ...devDependencies }))
    expect([name, version]).toEqual([name, own.devDependencies[name]]);
});

test.each([
  ['github', ['.github/workflows/config.yaml', 'ci/applications/github.yaml']],
  [
    'gitlab',
    ['.gitlab-ci.yml', 'ci/applications/gitlab-service.yml', 'ci/applications/gitlab.yml'],
  ],
])('writes the pipelines of %s alone', (ci, pipelines) => {
  run('init', 'shop-config', '--ci', ci);
  expect(filesIn('shop-config').filter((file) => /git(hub|lab)/.test(file))).toEqual(pipelines);
});

test('fills a repository that has just been cloned', () => {
  mkdirSync('.git');
  const { exitCode, stdout } = run('init', '.', '--name', 'shop-config');
  expect([exitCode, stdout]).toEqual([0, expect.not.stringContaining('cd ')]);
  expect(existsSync('repo.ts')).toBe(true);
});

test('rejects all that is wrong at once, and writes nothing', () => {
  mkdirSync('full');
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) writeFileSync(join('full', name), '');
  const { exitCode, stdout, stderr } = run(
    'init',
    'full',
    '--name',
    'My Config',
    '--repository',
    "https://git.example.com/it's.git",
  );
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    [
      "full: isn't empty: it has a, b, c, d, e and 2 more; name another folder, or a new one",
      `--name: got "My Config", allowed lower-case letters, digits, '-', '.' and '_': my-config`,
      "--repository: got \"https://git.example.com/it's.git\", allowed an address of letters, digits and '.', '/', ':', '@', '~', '%', '+', '-', '_'",
      '',
    ].join('\n'),
  );
  expect(readdirSync('full')).toHaveLength(7);
});

test.each([
  [
    'an empty DIR',
    ['', '--name', 'new'],
    `DIR: got "", allowed a folder to write: my-config, or '.' for this one\n`,
  ],
  ['a file', ['file'], 'file: is a file: name a folder\n'],
  [
    'an address that a ConfigRepo rejects',
    ['new', '--repository', 'config.git'],
    '--repository: got "config.git", allowed an address for git: https://, ssh://, git@host:path, or file:/// and a path\n',
  ],
  [
    'a password',
    ['new', '--repository', 'https://ann:secret@git.example.com/c.git'],
    '--repository: has a password in it, which is not for dist/: give it to Argo CD as a repository Secret\n',
  ],
])('rejects %s', (_, args, message) => {
  writeFileSync('file', '');
  expect(run('init', ...args)).toEqual({ exitCode: 1, stdout: '', stderr: message });
  expect(readdirSync('.')).toEqual(['file']);
});

test.each(['`id`', '$(id)', 'a"b', "a'b", 'a\\b', 'a;b', 'a b', 'a{b'])(
  'rejects an address that would mean something in a shell: %s',
  (part) => {
    const { exitCode } = run('init', 'new', '--repository', `https://git.example.com/${part}.git`);
    expect([exitCode, existsSync('new')]).toEqual([1, false]);
  },
);

test('rejects pipelines of others', () => {
  const { exitCode, stderr } = run('init', 'new', '--ci', 'jenkins');
  expect([exitCode, existsSync('new')]).toEqual([1, false]);
  expect(stderr).toContain('Allowed choices are github, gitlab, both.');
});

describe('a folder that can not be filled', () => {
  test('is left as it was, by a file that can not be written', () => {
    const files = new Map([
      ['a', ''],
      ['a/b', ''],
    ]);
    expect(() => writeFiles('deep/down', files)).toThrow(
      /^\[deep\/down\] .*Nothing was changed\.$/,
    );
    expect(readdirSync('.')).toEqual([]);
  });

  test('keeps what somebody else has put there meanwhile, and nothing else', () => {
    mkdirSync('new/b', { recursive: true });
    writeFileSync('new/b/theirs', '');
    const files = new Map([
      ['a', ''],
      ['b/ours', ''],
    ]);
    expect(() => writeFiles('new', files)).toThrow(/Nothing was changed/);
    expect(filesIn('new')).toEqual(['b/theirs']);
  });
});
