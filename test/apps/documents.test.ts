import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderFiles } from '../../lib/writer/render';
import { loadMain } from './main-app';

const PAGE = join(__dirname, '../../docs/documents.md');

/** A line of the page: what is asked for, the file that says it, and words of it. */
interface Row {
  readonly what: string;
  readonly file: string;
  readonly words: readonly string[];
}

const ROW = /^\| (.+?) \| `([^`]+)` \| (.+) \|$/;

const rows = readFileSync(PAGE, 'utf8').split('\n').flatMap(rowOf);
const files = renderFiles(loadMain().manifests);

function rowOf(line: string): readonly Row[] {
  const [, what, file, words] = ROW.exec(line) ?? [];
  if (what === undefined || file === undefined || words === undefined) return [];
  return [{ what, file, words: [...words.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word) }];
}

test('every line of the tables names a file, and words', () => {
  const lines = readFileSync(PAGE, 'utf8').split('\n');
  const inTables = lines.filter((line) => line.startsWith('|') && !/^\| (---|what is)/.test(line));
  expect(inTables.filter((line) => rowOf(line).length === 0)).toEqual([]);
  expect(rows.filter(({ words }) => words.length === 0)).toEqual([]);
  expect(rows.length).toBeGreaterThan(80);
});

test.each(rows)('$file: $what', ({ file, words }) => {
  const text = files.get(file) ?? '';
  expect(words.filter((word) => !text.includes(word))).toEqual([]);
});

test('every system has a line', () => {
  const systems = new Set([...files.keys()].flatMap((file) => systemOf(file)));
  expect(
    [...systems].filter((one) => !rows.some(({ file }) => systemOf(file).includes(one))),
  ).toEqual([]);
});

/** `qa/guestbook/frontend.yaml` is the guestbook's. */
function systemOf(file: string): readonly string[] {
  const [folder, system, name] = file.split('/');
  return name === undefined || system === undefined || folder === 'argocd' ? [] : [system];
}
