import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
  compareFile,
  compareFolder,
  readYamlFiles,
  type UpdateMode,
  yamlFilesIn,
} from '../../lib/testing/kept-files';
import { updateModeOf } from '../../lib/testing/snapshot';

const TEXT = 'kind: Service\nport: 80\n';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-files-'));
  file = join(folder, 'cart.yaml');
  writeFileSync(file, TEXT);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const shown = () => relative(process.cwd(), file);

describe('a file', () => {
  test.each<UpdateMode>(['all', 'new', 'none'])('with the same bytes is left alone: %s', (mode) => {
    utimesSync(file, 1, 1);
    expect(compareFile(file, TEXT, mode)).toEqual([]);
    expect(statSync(file).mtimeMs).toBe(1000);
  });

  test.each([
    ['another line', 'kind: Service\nport: 81\n', '-2: port: 80\n+2: port: 81'],
    ['a missing newline at the end', 'kind: Service\nport: 80', '-3: '],
    ['a further newline', 'kind: Service\nport: 80\n\n', '+4: '],
    ['a carriage return', 'kind: Service\r\nport: 80\n', '-1: kind: Service\n+1: kind: Service␍'],
    ['a space at the end', 'kind: Service \nport: 80\n', '-1: kind: Service\n+1: kind: Service·'],
  ])('rejects %s', (_, text, lines) => {
    for (const mode of ['new', 'none'] as const)
      expect(compareFile(file, text, mode)).toEqual([
        `${shown()} differs from what is rendered:\n${lines}`,
      ]);
    expect(readFileSync(file, 'utf8')).toBe(TEXT);
  });

  test('is written anew with all', () => {
    expect(compareFile(file, 'kind: Pod\n', 'all')).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe('kind: Pod\n');
  });

  test('rejects a missing file, and writes none', () => {
    const missing = join(folder, 'shop/web.yaml');
    expect(compareFile(missing, TEXT, 'none')).toEqual([
      `${relative(process.cwd(), missing)} is missing`,
    ]);
    expect(existsSync(missing)).toBe(false);
  });

  test.each<UpdateMode>(['all', 'new'])('that is missing is written: %s', (mode) => {
    const missing = join(folder, 'shop/web.yaml');
    expect(compareFile(missing, TEXT, mode)).toEqual([]);
    expect(readFileSync(missing, 'utf8')).toBe(TEXT);
  });

  test.each<UpdateMode>(['all', 'new', 'none'])('rejects a folder in its place: %s', (mode) => {
    expect(compareFile(folder, TEXT, mode)).toEqual([
      `${relative(process.cwd(), folder)} is a folder, allowed a file: ${relative(process.cwd(), folder)}/NAME.yaml`,
    ]);
  });

  test('rejects a place below a file', () => {
    const [problem] = compareFile(join(file, 'a.yaml'), TEXT, 'new');
    expect(problem).toContain("cart.yaml/a.yaml can't be written: ");
  });

  test('shows long lines shortened', () => {
    const [problem = ''] = compareFile(file, 'x'.repeat(2 ** 20), 'none');
    expect(problem.length).toBeLessThan(1000);
  });

  test('rejects a text of many changes, and counts those that it leaves out', () => {
    const text = Array.from({ length: 60 }, (_, index) => `a${index}`).join('\n');
    const [problem = ''] = compareFile(file, text, 'none');
    expect(problem.split('\n').slice(-2)).toEqual(['+37: a36', '... 23 more lines']);
  });
});

describe('a folder', () => {
  const files = new Map([['shop/cart.yaml', TEXT]]);

  test.each<UpdateMode>(['new', 'none'])('rejects what is not rendered any more: %s', (mode) => {
    compareFolder(folder, files, 'new');
    expect(compareFolder(folder, files, mode)).toEqual([
      `${relative(process.cwd(), folder)} holds what isn't rendered: cart.yaml`,
    ]);
    expect(yamlFilesIn(folder)).toEqual(['cart.yaml', 'shop/cart.yaml']);
  });

  test('loses it with all', () => {
    expect(compareFolder(folder, files, 'all')).toEqual([]);
    expect(readYamlFiles(folder)).toEqual(files);
  });
});

describe('what may be written', () => {
  const withMode = (_updateSnapshot: string) => ({ snapshotState: { _updateSnapshot } });

  test.each([
    ['all', withMode('all'), {}, 'all'],
    ['new without -u', withMode('new'), {}, 'new'],
    ['nothing with --ci', withMode('none'), {}, 'none'],
    ['nothing in CI, -u or not', withMode('all'), { CI: 'true' }, 'none'],
    ['what jest says where CI is off', withMode('all'), { CI: 'false' }, 'all'],
    ['new, of a runner that does not say', undefined, {}, 'new'],
  ])('is %s', (_, context, variables, mode) => {
    expect(updateModeOf(context, variables)).toBe(mode);
  });
});
