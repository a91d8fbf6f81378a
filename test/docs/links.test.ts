import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Page, proseOf, ROOT, readPages } from './page';

const pages = readPages();

test('relative links lead to files, and anchors to headings', () => {
  expect(pages.flatMap(brokenLinks)).toEqual([]);
});

test('every guide is in the index', () => {
  const index = readFileSync(join(ROOT, 'docs/README.md'), 'utf8');
  const guides = pages
    .map(({ path }) => relative('docs', path))
    .filter((path) => !path.startsWith('..') && path !== 'README.md');
  expect(guides.filter((path) => !index.includes(`(${path})`))).toEqual([]);
});

test('every `npm run` that a page names is a script', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const unknown = ({ path, text }: Page) =>
    [...text.matchAll(/npm run ([\w:-]+)/g)]
      .filter(([, script = '']) => !Object.hasOwn(scripts, script))
      .map(([command]) => `${path}: ${command}`);
  expect(pages.flatMap(unknown)).toEqual([]);
});

function brokenLinks(page: Page): readonly string[] {
  const lines = proseOf(page).split('\n');
  return lines.flatMap((line, index) =>
    [...line.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target) && !isThere(page, target))
      .map((target) => `${page.path}:${index + 1}: ${target}`),
  );
}

function isThere(page: Page, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(ROOT, page.path) : resolve(ROOT, dirname(page.path), path);
  if (!existsSync(file)) return false;
  return anchor === undefined || anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
}

/** The anchors that a forge gives to headings. */
function anchorsOf(text: string): readonly string[] {
  const headings = text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
