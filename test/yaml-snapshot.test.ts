import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { diffLines } from './line-diff';
import { expectYaml, expectYamlFiles, yamlFilesIn } from './yaml-snapshot';

const ADVICE = 'If that is meant, run `UPDATE_SNAPSHOTS=1 npx jest` and review the changed files.';
const NEVER = {};

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yaml-snapshot-'));
  file = join(folder, 'cart.yaml');
  writeFileSync(file, 'kind: Service\nport: 80\n');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The message of what is thrown; empty if nothing is. */
function messageOf(work: () => void): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}

describe('expectYaml', () => {
  test('passes for the same bytes', () => {
    expect(messageOf(() => expectYaml(file, 'kind: Service\nport: 80\n', NEVER))).toBe('');
  });

  test('rejects another text, with the lines that differ', () => {
    const message = messageOf(() => expectYaml(file, 'kind: Service\nport: 81\n', NEVER));
    expect(message).toBe(
      `${relative(process.cwd(), file)} differs from what is rendered:\n-2: port: 80\n+2: port: 81\n${ADVICE}`,
    );
  });

  test.each([
    ['a missing newline at the end', 'kind: Service\nport: 80', '-3: '],
    ['a further newline', 'kind: Service\nport: 80\n\n', '+4: '],
    ['a carriage return', 'kind: Service\r\nport: 80\n', '-1: kind: Service\n+1: kind: Service␍'],
    ['a space at the end', 'kind: Service \nport: 80\n', '-1: kind: Service\n+1: kind: Service·'],
  ])('rejects %s', (_, text, lines) => {
    const message = messageOf(() => expectYaml(file, text, NEVER));
    expect(message).toBe(
      `${relative(process.cwd(), file)} differs from what is rendered:\n${lines}\n${ADVICE}`,
    );
  });

  test('rejects a missing file, and writes none', () => {
    const missing = join(folder, 'frontend.yaml');
    const message = messageOf(() => expectYaml(missing, 'kind: Service\n', NEVER));
    expect(message).toBe(`${relative(process.cwd(), missing)} is missing\n${ADVICE}`);
    expect(yamlFilesIn(folder)).toEqual(['cart.yaml']);
  });

  test('writes new and changed files with UPDATE_SNAPSHOTS=1', () => {
    const variables = { UPDATE_SNAPSHOTS: '1' };
    expectYaml(file, 'kind: Pod\n', variables);
    expectYaml(join(folder, 'shop/frontend.yaml'), 'kind: Service\n', variables);
    expect(readFileSync(file, 'utf8')).toBe('kind: Pod\n');
    expect(readFileSync(join(folder, 'shop/frontend.yaml'), 'utf8')).toBe('kind: Service\n');
  });

  test('leaves an equal file alone with UPDATE_SNAPSHOTS=1', () => {
    utimesSync(file, 1, 1);
    expectYaml(file, 'kind: Service\nport: 80\n', { UPDATE_SNAPSHOTS: '1' });
    expect(statSync(file).mtimeMs).toBe(1000);
  });

  test.each([
    { UPDATE_SNAPSHOTS: '1', CI: 'true' },
    { UPDATE_SNAPSHOTS: '1', CI: '1' },
    { UPDATE_SNAPSHOTS: '0' },
    { UPDATE_SNAPSHOTS: '' },
  ])('rewrites nothing with %j', (variables) => {
    expect(messageOf(() => expectYaml(file, 'kind: Pod\n', variables))).not.toBe('');
    expect(readFileSync(file, 'utf8')).toBe('kind: Service\nport: 80\n');
  });
});

describe('expectYamlFiles', () => {
  const files = new Map([['shop/cart.yaml', 'kind: Service\n']]);

  test('rejects a stale file', () => {
    expectYamlFiles(folder, files, { UPDATE_SNAPSHOTS: '1' });
    writeFileSync(join(folder, 'shop/old.yaml'), 'kind: Pod\n');
    expect(messageOf(() => expectYamlFiles(folder, files, NEVER))).toBe(
      `${relative(process.cwd(), folder)} holds what isn't rendered: shop/old.yaml\n${ADVICE}`,
    );
  });

  test('removes stale files with UPDATE_SNAPSHOTS=1', () => {
    expectYamlFiles(folder, files, { UPDATE_SNAPSHOTS: '1' });
    expect(yamlFilesIn(folder)).toEqual(['shop/cart.yaml']);
  });
});

describe('diffLines', () => {
  test.each([
    ['a\nb\nc', 'a\nb\nc', []],
    ['a\nb\nc', 'a\nx\nc', ['-2: b', '+2: x']],
    ['a\nc', 'a\nb\nc', ['+2: b']],
    ['a\nb\nc', 'a\nc', ['-2: b']],
    ['a\nb', 'b\na', ['-1: a', '+2: a']],
  ])('tells %j from %j', (before, after, lines) => {
    expect(diffLines(before, after)).toEqual(lines);
  });
});
