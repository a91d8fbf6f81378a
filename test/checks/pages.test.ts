import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allRules } from '../../lib/checks/registry';
import { GROUPS } from '../../lib/checks/rule';
import { runChecks } from '../../lib/checks/run';
import { readYaml } from '../../lib/manifest/read-yaml';
import { blocksOf } from '../docs/page';

const DOCS = join(__dirname, '../../docs');
const PAGES = join(DOCS, 'checks');
const rules = allRules();

test('each rule has a page, and each page a rule', () => {
  const pages = readdirSync(PAGES).map((name) => name.replace(/\.md$/, ''));
  expect(pages.sort()).toEqual(rules.map(({ id }) => id).sort());
});

test('ids are short enough for the name of an annotation', () => {
  expect(rules.filter(({ id }) => `allow.${id}`.length > 63)).toEqual([]);
  expect(rules.filter(({ id }) => !/^[a-z]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

test('the index has them all, by group', () => {
  const text = readFileSync(join(DOCS, 'checks.md'), 'utf8');
  const sections = text.split(/^### /m).slice(1);
  const lines = sections.map((section) =>
    section.split('\n').filter((line) => /^\| \[/.test(line)),
  );
  expect(sections.map((section) => section.split('\n', 1)[0]?.toLowerCase())).toEqual([...GROUPS]);
  for (const [index, group] of GROUPS.entries())
    expect(lines[index]).toEqual(
      rules
        .filter((rule) => rule.group === group)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(
          ({ id, severity, summary }) => `| [${id}](checks/${id}.md) | ${summary} | ${severity} |`,
        ),
    );
});

/** Those without are told by the first test. */
const withPage = rules.filter(({ id }) => existsSync(join(PAGES, `${id}.md`)));

describe.each(withPage)('the page of $id', ({ id, summary, severity }) => {
  const text = readFileSync(join(PAGES, `${id}.md`), 'utf8');
  const examples = blocksOf(text).filter(({ language }) => language === 'yaml');

  test('begins with what it is', () => {
    const [title, , line = ''] = text.split('\n');
    expect(title).toBe(`# ${id}`);
    expect(line.toLowerCase()).toContain(summary.toLowerCase());
    expect(line).toContain(severity);
  });

  if (examples.length > 0)
    test('has an example that fails, and one that is right', () => {
      const found = examples.map(({ mark, text: yaml }) => {
        const { manifests, problems } = readYaml('a.yaml', yaml);
        expect(problems).toEqual([]);
        const { findings } = runChecks(manifests);
        return [mark, findings.some(({ rule }) => rule === id)];
      });
      expect(found).toEqual(examples.map(({ mark }) => [mark, mark === 'fails']));
    });
});
