import fs from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { recoverTree, WriteError, writeTree } from '../../lib/writer/tree';

const A = { 'qa/shop/cart.yaml': 'cart', 'qa/shop/web.yaml': 'web', 'root.yaml': 'root' };
const HOST = hostname()
  .replace(/[^\w.-]/g, '_')
  .slice(0, 64);

let home: string;
let dist: string;
let undo: (() => void)[];

beforeEach(() => {
  home = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'tree-')));
  dist = join(home, 'dist');
  undo = [];
});

afterEach(() => {
  for (const restore of undo.reverse()) restore();
  jest.restoreAllMocks();
  fs.rmSync(home, { recursive: true, force: true });
});

function put(files: Record<string, string>, folder = dist) {
  return writeTree(folder, new Map(Object.entries(files)));
}

/** Puts a file there by hand. */
function plant(path: string, text = ''): string {
  const file = join(home, path);
  fs.mkdirSync(dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

/** All that a folder holds: texts, `-> target` for links, `/` for empty folders. */
function read(folder: string, prefix = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const name = `${prefix}${entry.name}`;
    if (entry.isSymbolicLink()) found[name] = `-> ${fs.readlinkSync(path)}`;
    else if (entry.isFile()) found[name] = fs.readFileSync(path, 'utf8');
    else Object.assign(found, isEmpty(path) ? { [name]: '/' } : read(path, `${name}/`));
  }
  return found;
}

function isEmpty(folder: string): boolean {
  return fs.readdirSync(folder).length === 0;
}

/** What can't stay the same when an entry is replaced, renamed or written to. */
function identity(path: string) {
  const { ino, mtimeMs, ctimeMs } = fs.statSync(path);
  return { ino, mtimeMs, ctimeMs };
}

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof WriteError) return error.message;
    throw error;
  }
  return 'nothing was thrown';
}

/** Runs `act` with its arguments before each step of `node:fs` whose path, or `from > to`, matches. */
function before(step: string, place: RegExp, act: (...args: unknown[]) => void): void {
  const real: unknown = Reflect.get(fs, step);
  if (typeof real !== 'function') throw new Error(`no such step: ${step}`);
  Reflect.set(fs, step, (...args: unknown[]) => {
    if (place.test(args.slice(0, 2).join(' > '))) act(...args);
    return Reflect.apply(real, fs, args);
  });
  undo.push(() => Reflect.set(fs, step, real));
}

/** Lets such steps fail: every time, or the first `times` times. */
function inject(step: string, code: string, place: RegExp, times = Number.POSITIVE_INFINITY): void {
  let left = times;
  before(step, place, (path) => {
    if (left-- <= 0) return;
    throw Object.assign(new Error(`${code}: ${step}`), { code, syscall: step, path });
  });
}

describe('a first write', () => {
  test('makes the folder and those above it', () => {
    dist = join(home, 'deep/down/dist');
    expect(put(A)).toEqual({ written: Object.keys(A), removed: [], unchanged: 0 });
    expect(read(home)).toEqual({
      'deep/down/dist/qa/shop/cart.yaml': 'cart',
      'deep/down/dist/qa/shop/web.yaml': 'web',
      'deep/down/dist/root.yaml': 'root',
    });
  });

  test('swaps the tree in by one rename, where nothing or an empty folder is', () => {
    const onto: unknown[] = [];
    before('renameSync', /dist( > |$)/, (_, to) => onto.push(to));
    put(A);
    fs.rmSync(dist, { recursive: true });
    fs.mkdirSync(dist);
    put(A);
    expect(onto).toEqual([dist, dist]);
    expect(read(dist)).toEqual(A);
  });

  test('makes files that their owner writes and everyone reads', () => {
    const before = process.umask(0o002);
    undo.push(() => process.umask(before));
    put(A);
    expect(fs.statSync(join(dist, 'root.yaml')).mode & 0o777).toBe(0o644);
  });

  test('writes UTF-8', () => {
    put({ 'a.yaml': 'größer → 🚢\n' });
    expect(fs.readFileSync(join(dist, 'a.yaml'))).toEqual(Buffer.from('größer → 🚢\n', 'utf8'));
  });

  test('makes nothing of no files', () => {
    expect(put({})).toEqual({ written: [], removed: [], unchanged: 0 });
    expect(fs.existsSync(dist)).toBe(false);
  });
});

describe('an unchanged tree', () => {
  test('is not touched, nor is the folder above it', () => {
    put(A);
    const paths = ['', 'qa', 'qa/shop', ...Object.keys(A), '..'].map((path) => join(dist, path));
    const before = paths.map(identity);
    expect(put(A)).toEqual({ written: [], removed: [], unchanged: 3 });
    expect(paths.map(identity)).toEqual(before);
  });

  test('is told from one of the same size', () => {
    put(A);
    expect(put({ ...A, 'root.yaml': 'toor' }).written).toEqual(['root.yaml']);
    expect(read(dist)).toEqual({ ...A, 'root.yaml': 'toor' });
  });
});

describe('a changed tree', () => {
  test('reports what is new, changed, gone and the same, sorted', () => {
    put({ ...A, 'z.yaml': '', 'b/y.yaml': '' });
    const next = { 'root.yaml': 'new', 'a.yaml': 'a', 'qa/shop/cart.yaml': 'cart' };
    expect(put(next)).toEqual({
      written: ['a.yaml', 'root.yaml'],
      removed: ['b/y.yaml', 'qa/shop/web.yaml', 'z.yaml'],
      unchanged: 1,
    });
    expect(read(home)).toEqual({
      'dist/a.yaml': 'a',
      'dist/qa/shop/cart.yaml': 'cart',
      'dist/root.yaml': 'new',
    });
  });

  test('keeps unchanged files as the same files', () => {
    put(A);
    const { ino, mtimeMs } = identity(join(dist, 'root.yaml'));
    const folder = identity(dist).ino;
    put({ ...A, 'qa/shop/cart.yaml': '1', 'qa/shop/web.yaml': '2' });
    expect(identity(join(dist, 'root.yaml'))).toMatchObject({ ino, mtimeMs });
    expect(fs.statSync(join(dist, 'root.yaml')).nlink).toBe(1);
    expect(identity(dist).ino).not.toBe(folder);
  });

  test.each(['EPERM', 'EXDEV', 'EMLINK'])('copies them where a link fails with %s', (code) => {
    put(A);
    inject('linkSync', code, /next-/);
    put({ ...A, 'qa/shop/cart.yaml': '1', 'qa/shop/web.yaml': '2' });
    expect(read(dist)).toEqual({ ...A, 'qa/shop/cart.yaml': '1', 'qa/shop/web.yaml': '2' });
  });

  test.each([
    ['changed', { ...A, 'root.yaml': 'new' }, 'root.yaml'],
    ['new', { ...A, 'qa/shop/ads.yaml': 'ads' }, 'qa/shop/ads.yaml'],
  ])('replaces one %s file alone, by a rename', (_, next, path) => {
    put(A);
    const before = identity(dist).ino;
    expect(put(next).written).toEqual([path]);
    expect(identity(dist).ino).toBe(before);
    expect(read(home)).toEqual(
      Object.fromEntries(Object.entries(next).map(([key, text]) => [`dist/${key}`, text])),
    );
  });

  test('removes one stale file alone, and the folders it leaves empty', () => {
    put({ ...A, 'e2e/ads/web.yaml': '' });
    const before = identity(dist).ino;
    expect(put(A)).toEqual({ written: [], removed: ['e2e/ads/web.yaml'], unchanged: 3 });
    expect(identity(dist).ino).toBe(before);
    expect(read(dist)).toEqual(A);
  });

  test('loses its last file, and stays a folder', () => {
    put(A);
    put({});
    expect(read(home)).toEqual({ dist: '/' });
  });
});

describe('what others put into the folder', () => {
  test('stays, unless it is YAML', () => {
    put(A);
    const foreign = {
      'README.md': 'read',
      '.gitattributes': '*',
      'e2e/.gitkeep': '',
      'x.yml': 'x',
    };
    for (const [path, text] of Object.entries(foreign)) plant(`dist/${path}`, text);
    plant('dist/e2e/stale.yaml');
    expect(put({ 'root.yaml': 'new', 'b.yaml': 'b' }).removed).toEqual([
      'e2e/stale.yaml',
      'qa/shop/cart.yaml',
      'qa/shop/web.yaml',
    ]);
    expect(read(dist)).toEqual({ ...foreign, 'root.yaml': 'new', 'b.yaml': 'b' });
  });

  test.each(['index.ts', 'qa/passwd', 'qa/logo.png'])('rejects a folder that holds %s', (path) => {
    put(A);
    plant(`dist/${path}`, 'mine');
    expect(() => put({ 'root.yaml': 'new' })).toThrow(
      new WriteError(
        `[${dist}] holds "${path}", which isn't output, and all YAML in an output folder is replaced: choose a folder for output alone, such as "dist"`,
      ),
    );
    expect(read(dist)).toEqual({ ...A, [path]: 'mine' });
  });

  test.each(['.git', 'node_modules'])('rejects a folder in %s', (name) => {
    const folder = join(home, name, 'out');
    fs.mkdirSync(folder, { recursive: true });
    expect(() => writeTree(folder, new Map([['root.yaml', 'new']]))).toThrow(
      new WriteError(
        `[${folder}] holds what belongs to ${name}, and the YAML in an output folder is replaced: choose a folder for output alone, such as "dist"`,
      ),
    );
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('goes when it is an empty folder, and nothing else is touched', () => {
    put(A);
    fs.mkdirSync(join(dist, 'old/empty'), { recursive: true });
    const before = identity(join(dist, 'root.yaml'));
    expect(put(A)).toEqual({ written: [], removed: [], unchanged: 3 });
    expect(read(home)).toMatchObject({ 'dist/root.yaml': 'root' });
    expect(read(dist)).toEqual(A);
    expect(identity(join(dist, 'root.yaml'))).toEqual(before);
  });

  test('is never followed when it is a link', () => {
    put(A);
    const outside = plant('outside/keep.yaml', 'mine');
    fs.symlinkSync('../outside', join(dist, 'outside'));
    fs.symlinkSync(outside, join(dist, 'stale.yaml'));
    fs.rmSync(join(dist, 'root.yaml'));
    fs.symlinkSync(outside, join(dist, 'root.yaml'));
    expect(put(A)).toEqual({ written: ['root.yaml'], removed: ['stale.yaml'], unchanged: 2 });
    expect(read(dist)).toEqual({ ...A, outside: '-> ../outside' });
    expect(read(join(home, 'outside'))).toEqual({ 'keep.yaml': 'mine' });
  });

  test('gives way to a wanted file or folder, and is reported', () => {
    plant('dist/a.yaml/b.yaml');
    plant('dist/a.yaml/README.md');
    plant('dist/qa', 'a file');
    expect(put({ 'a.yaml': 'a', 'qa/b.yaml': 'b' })).toEqual({
      written: ['a.yaml', 'qa/b.yaml'],
      removed: ['a.yaml/README.md', 'a.yaml/b.yaml', 'qa'],
      unchanged: 0,
    });
    expect(read(dist)).toEqual({ 'a.yaml': 'a', 'qa/b.yaml': 'b' });
  });

  test('gives way when it is an empty folder named as a wanted file', () => {
    fs.mkdirSync(join(dist, 'a.yaml'), { recursive: true });
    expect(put({ 'a.yaml': 'a' }).written).toEqual(['a.yaml']);
    expect(read(dist)).toEqual({ 'a.yaml': 'a' });
  });
});

describe('a folder that is a link', () => {
  test.each([true, false])('is written where it points to (there already: %s)', (there) => {
    if (there) plant('elsewhere/out/stale.yaml');
    fs.symlinkSync('elsewhere/out', dist);
    put(A);
    put({ 'a.yaml': '1', 'b.yaml': '2' });
    expect(fs.readlinkSync(dist)).toBe('elsewhere/out');
    expect(read(home)).toEqual({
      dist: '-> elsewhere/out',
      'elsewhere/out/a.yaml': '1',
      'elsewhere/out/b.yaml': '2',
    });
  });
});

describe('the folder', () => {
  const holds = (what: string) =>
    `holds ${what}, and the YAML in an output folder is replaced: choose a folder for output alone, such as "dist"`;

  test('rejects a file', () => {
    plant('dist', 'text');
    expect(messageOf(() => put(A))).toBe(`[${dist}] is a file: choose a folder, such as "dist"`);
    expect(read(home)).toEqual({ dist: 'text' });
  });

  test('rejects a file above it', () => {
    plant('dist', 'text');
    expect(messageOf(() => put(A, join(dist, 'out')))).toBe(
      `[${dist}/out] a file stands where a folder is needed: move it away, or choose another output folder (${dist}/out). Nothing was changed.`,
    );
  });

  test.each(['', 'below', 'far/below'])(
    'rejects the current folder, or one above it: %j',
    (below) => {
      const current = join(dist, below);
      fs.mkdirSync(current, { recursive: true });
      jest.spyOn(process, 'cwd').mockReturnValue(current);
      expect(messageOf(() => put(A))).toBe(`[${dist}] ${holds('the current folder')}`);
    },
  );

  test('is named in a message as the user spelled it', () => {
    expect(messageOf(() => put(A, '.'))).toBe(`[.] ${holds('the current folder')}`);
    expect(messageOf(() => recoverTree('test/..'))).toBe(
      `[test/..] ${holds('the current folder')}`,
    );
  });

  test.each(['.git', 'package.json'])('rejects one with %s at its top', (name) => {
    plant(`dist/${name}`);
    plant('dist/mine.yaml', 'mine');
    expect(messageOf(() => put(A))).toBe(`[${dist}] ${holds(name)}`);
    expect(read(dist)).toEqual({ [name]: '', 'mine.yaml': 'mine' });
  });

  test('accepts one below the current folder', () => {
    jest.spyOn(process, 'cwd').mockReturnValue(home);
    plant('dist/qa/package.json');
    expect(put(A).written).toHaveLength(3);
  });
});

describe('a path', () => {
  const relative = 'is absolute: give a path relative to the output folder';
  const dots = 'has "." or ".." in it: give a plain path inside the output folder';
  const empty = 'has an empty name in it: write "folder/file.yaml"';

  test.each([
    ['/a.yaml', relative],
    ['C:/a.yaml', relative],
    ['..', dots],
    ['../a.yaml', dots],
    ['a/../b.yaml', dots],
    ['./a.yaml', dots],
    ['', empty],
    ['a//b.yaml', empty],
    ['a/', empty],
    ['a\\b.yaml', 'has a backslash: separate folders by "/"'],
    ['a\0.yaml', 'has a NUL character: leave it out'],
  ])('rejects %j', (path, problem) => {
    expect(messageOf(() => put({ ...A, [path]: '' }))).toBe(
      `[${dist}] ${JSON.stringify(path)} ${problem}`,
    );
    expect(isEmpty(home)).toBe(true);
  });

  const inCase = (path: string) =>
    `differs from "${path}" only in case, which macOS and Windows ignore: spell both alike, or rename one`;

  test.each([
    ['a.yaml', 'A.yaml', inCase('a.yaml')],
    ['é.yaml', 'e\u0301.yaml', inCase('é.yaml')],
    ['qa/a.yaml', 'QA/b.yaml', inCase('qa/a.yaml')],
    ['a.yaml', 'a.yaml/b.yaml', 'needs as a folder what "a.yaml" needs as a file: rename one'],
    [
      'a.yaml/b.yaml',
      'a.yaml',
      'needs as a file what "a.yaml/b.yaml" needs as a folder: rename one',
    ],
  ])('rejects %j together with %j', (one, other, problem) => {
    expect(messageOf(() => put({ [one]: '', [other]: '' }))).toBe(
      `[${dist}] ${JSON.stringify(other)} ${problem}`,
    );
  });

  test('rejects all that is wrong at once', () => {
    expect(messageOf(() => put({ '/a': '', 'a//b': '' }, 'dist'))).toBe(
      `[dist] "/a" ${relative}\n[dist] "a//b" ${empty}`,
    );
  });

  test('rejects a name that is too long for the file system', () => {
    put(A);
    const long = `${'n'.repeat(300)}.yaml`;
    expect(messageOf(() => put({ [long]: '', 'b.yaml': '' }))).toMatch(
      /the name is too long for the file system: shorten .*n\.yaml\. Nothing was changed\.$/,
    );
    expect(read(dist)).toEqual(A);
    expect(fs.readdirSync(home)).toEqual(['dist']);
  });
});

describe('a step that fails', () => {
  const one = { ...A, 'root.yaml': 'new' };
  const many = { 'root.yaml': 'new', 'b/b.yaml': 'b' };

  test.each([
    [
      'writeFileSync',
      'ENOSPC',
      /next-/,
      many,
      'no space left on its disk: free some, then run again',
    ],
    [
      'writeFileSync',
      'ENOSPC',
      /next-/,
      one,
      'no space left on its disk: free some, then run again',
    ],
    [
      'writeFileSync',
      'EDQUOT',
      /owner-/,
      many,
      'no space left on its disk: free some, then run again',
    ],
    [
      'mkdirSync',
      'EROFS',
      /writing/,
      many,
      'is on a read-only file system: choose another output folder',
    ],
    [
      'mkdirSync',
      'EACCES',
      /writing/,
      many,
      'make it and the folder above it readable and writable, or choose another output folder',
    ],
    [
      'readFileSync',
      'EACCES',
      /root.yaml/,
      { ...many, 'root.yaml': 'toor' },
      'make it and the folder above it readable and writable, or choose another output folder',
    ],
    [
      'linkSync',
      'EIO',
      /cart.yaml/,
      { ...A, ...many },
      'the file system refuses: EIO: linkSync: mend this, then run again',
    ],
    [
      'renameSync',
      'EBUSY',
      /dist > /,
      many,
      'is a mount point or lies on two file systems, and so cannot be swapped as a whole: write to a folder inside it, or mount the folder above it',
    ],
    [
      'renameSync',
      'EXDEV',
      /root.yaml$/,
      one,
      'is a mount point or lies on two file systems, and so cannot be swapped as a whole: write to a folder inside it, or mount the folder above it',
    ],
  ])('rejects the write and changes nothing: %s, %s', (step, code, place, next, message) => {
    put(A);
    inject(step, code, place);
    const said = messageOf(() => put(next));
    expect(said.startsWith(`[${dist}] `)).toBe(true);
    expect(said.endsWith(`${message}. Nothing was changed.`)).toBe(true);
    for (const restore of undo.splice(0)) restore();
    expect(read(dist)).toEqual(A);
    expect(fs.readdirSync(home)).toEqual(['dist']);
  });

  test('removes the folders that it made above the folder', () => {
    inject('writeFileSync', 'ENOSPC', /next-/);
    expect(messageOf(() => put(A, join(home, 'deep/down/dist')))).toMatch(/no space left/);
    expect(isEmpty(home)).toBe(true);
  });

  test('puts the old tree back when the new one does not go in', () => {
    put(A);
    inject('renameSync', 'EACCES', /next-/);
    expect(messageOf(() => put(many))).toMatch(/^\[.*dist\] no permission for .*next-/);
    expect(read(dist)).toEqual(A);
    expect(fs.readdirSync(home)).toEqual(['dist']);
  });

  test('rejects with the place of the old tree when that fails too, and recovers later', () => {
    put(A);
    inject('renameSync', 'EACCES', / > .*\/dist$/, 2);
    expect(messageOf(() => put(many))).toBe(
      `[${dist}] was moved away and could not be put back: move ${home}/.dist.writing/last there, or run again`,
    );
    expect(fs.existsSync(dist)).toBe(false);
    recoverTree(dist);
    expect(read(dist)).toEqual(A);
    expect(fs.readdirSync(home)).toEqual(['dist']);
  });

  test.each([
    ['rmSync', /gone-/],
    ['renameSync', /last > .*gone-/],
  ])('does not spoil a write that is done: the old tree goes next time (%s)', (step, place) => {
    put(A);
    inject(step, 'EPERM', place, 1);
    expect(put(many).written).toEqual(['b/b.yaml', 'root.yaml']);
    expect(read(dist)).toEqual(many);
    expect(fs.readdirSync(home)).toEqual(['.dist.writing', 'dist']);
    expect(put(many).unchanged).toBe(2);
    expect(fs.readdirSync(home)).toEqual(['dist']);
  });

  test('never puts back an old tree that was partly removed', () => {
    put(A);
    inject('rmSync', 'EPERM', /gone-|last/, 1);
    put(many);
    fs.rmSync(dist, { recursive: true });
    recoverTree(dist);
    expect(isEmpty(home)).toBe(true);
  });

  test('passes a bug through as it is', () => {
    expect(() => writeTree(dist, new Map([['a.yaml', JSON.parse('1')]]))).toThrow(
      /argument must be of type string/,
    );
    expect(isEmpty(home)).toBe(true);
  });
});

describe('what a dead run left', () => {
  const dead = 'owner-0-0-nowhere';

  test('is put back when the folder is missing', () => {
    plant(`.dist.writing/${dead}`);
    plant('.dist.writing/last/a.yaml', 'old');
    plant('.dist.writing/next-1/a.yaml', 'new');
    recoverTree(dist);
    expect(read(home)).toEqual({ 'dist/a.yaml': 'old' });
  });

  test('is removed when the folder is there', () => {
    put(A);
    plant(`.dist.writing/${dead}`);
    plant('.dist.writing/last/a.yaml', 'old');
    recoverTree(dist);
    expect(read(dist)).toEqual(A);
    expect(fs.readdirSync(home)).toEqual(['dist']);
  });

  test('is removed when it is half a first tree', () => {
    plant(`.dist.writing/${dead}`);
    plant('.dist.writing/next-1/a.yaml', 'half');
    recoverTree(dist);
    expect(isEmpty(home)).toBe(true);
  });

  test('is removed when it is half a lock', () => {
    put(A);
    fs.mkdirSync(join(home, `.dist.writing-${dead}`));
    fs.mkdirSync(join(home, '.dist.writing'));
    fs.mkdirSync(join(home, '.dist.writing-notes'));
    expect(put(A)).toEqual({ written: [], removed: [], unchanged: 3 });
    expect(fs.readdirSync(home)).toEqual(['.dist.writing-notes', 'dist']);
  });

  test('is put back before the next tree is compared', () => {
    plant(`.dist.writing/${dead}`);
    plant('.dist.writing/last/root.yaml', 'root');
    plant('.dist.writing/last/README.md', 'read');
    expect(put(A).unchanged).toBe(1);
    expect(read(dist)).toEqual({ ...A, 'README.md': 'read' });
  });

  test('is told from the work of a process with the same pid', () => {
    plant(`.dist.writing/owner-${process.pid}-1-${HOST}`);
    jest.spyOn(process, 'uptime').mockReturnValue(-60);
    put(A);
    expect(fs.readdirSync(home)).toEqual(['dist']);
  });

  test('is nothing where nothing is', () => {
    recoverTree(join(home, 'no/dist'));
    expect(isEmpty(home)).toBe(true);
  });
});

describe('a run at work', () => {
  beforeEach(() => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
  });

  test('rejects another one that has waited for ten seconds', () => {
    put(A);
    const owner = plant(`.dist.writing/owner-${process.ppid}-1-${HOST}`);
    const said = `[${dist}] process ${process.ppid} has been writing to it for ten seconds: let it finish, or, when it is not at work, remove ${home}/.dist.writing. Nothing was changed.`;
    expect(messageOf(() => put({}))).toBe(said);
    expect(messageOf(() => recoverTree(dist))).toBe(said);
    expect(read(dist)).toEqual(A);
    expect(fs.existsSync(owner)).toBe(true);
  });

  test.each([
    ['a free', 'mkdirSync', /\.dist\.writing-/, false],
    ["a dead run's", 'renameSync', /owner-0-0-nowhere > /, true],
  ])('keeps %s lock that it takes just before another one does', (_, step, place, dead) => {
    put(A);
    const gone = join(home, '.dist.writing/owner-0-0-nowhere');
    if (dead) plant('.dist.writing/owner-0-0-nowhere');
    let owner = '';
    before(step, place, () => {
      if (owner !== '') return;
      owner = plant(`.dist.writing/owner-${process.ppid}-1-${HOST}`);
      fs.rmSync(gone, { force: true });
    });
    expect(messageOf(() => put({}))).toMatch(/process \d+ has been writing to it for ten seconds/);
    expect(fs.readdirSync(home)).toEqual(['.dist.writing', 'dist']);
    expect(fs.readdirSync(dirname(owner))).toEqual([`owner-${process.ppid}-1-${HOST}`]);
    expect(read(dist)).toEqual(A);
  });

  test('is waited for', () => {
    put(A);
    const owner = plant(`.dist.writing/owner-${process.ppid}-1-${HOST}`);
    jest.spyOn(Atomics, 'wait').mockImplementationOnce(() => {
      fs.rmSync(owner);
      return 'timed-out';
    });
    expect(put({}).removed).toHaveLength(3);
    expect(fs.readdirSync(home)).toEqual(['dist']);
  });

  test('is taken for dead after ten seconds when it is on another host', () => {
    put(A);
    plant('.dist.writing/owner-1-1-elsewhere');
    const wait = jest.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
    put({});
    expect(wait).toHaveBeenCalledTimes(10);
    expect(fs.readdirSync(home)).toEqual(['dist']);
  });
});
