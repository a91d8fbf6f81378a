import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitYaml, type TreeReading } from '../../lib';
import { renderFiles } from '../../lib/writer/render';
import { compile } from './compile';
import { type Example, examplesOf } from './example';
import { findStranger } from './excerpt';
import { type Block, blocksOf, type Page, ROOT, readPages } from './page';
import { run } from './run';

const pages = readPages();

/** One that must not compile, to see that the others do because they are right. */
const WRONG = 'Ports:\n\n```ts\nconst port: number =\n  "http";\n```\n';

describe('the TypeScript of the pages', () => {
  const wrong = { path: 'wrong.md', text: WRONG, blocks: blocksOf(WRONG) };
  let problems: readonly string[] = [];

  beforeAll(() => {
    problems = compile([...pages, wrong].flatMap(examplesOf));
  }, 60_000);

  test('compiles', () => {
    expect(problems.filter((problem) => !problem.startsWith('wrong.md'))).toEqual([]);
  });

  test('rejects a wrong block, at its line', () => {
    expect(problems.filter((problem) => problem.startsWith('wrong.md'))).toEqual([
      "wrong.md:4: Type 'string' is not assignable to type 'number'.",
    ]);
  });
});

describe.each(pages.filter(({ blocks }) => blocks.some(isShown)))('$path', (page) => {
  const examples = examplesOf(page);
  const readings = new Map<Example, TreeReading>();
  const files = new Map(
    page.blocks.flatMap(({ mark, text }) => {
      const path = /^file: (.*)$/.exec(mark ?? '')?.[1];
      return path === undefined ? [] : [[path, text] as const];
    }),
  );
  const readingOf = (block: Block): TreeReading => {
    const example = examples.findLast((one) => one.block.line < block.line);
    if (example === undefined) throw new Error('no TypeScript stands before it');
    const known = readings.get(example) ?? run(example, examples, files);
    readings.set(example, known);
    return known;
  };

  test.each(page.blocks.filter(isShown))('shows at line $line what is true: $mark', (block) => {
    expectTruth(block, () => readingOf(block));
  });
});

test('every block of YAML is marked as output, or as part of a file', () => {
  const unmarked = (page: Page) =>
    page.blocks
      .filter((block) => block.language === 'yaml' && !isShown(block))
      .map(({ line }) => `${page.path}:${line}`);
  expect(pages.flatMap(unmarked)).toEqual([]);
});

function isShown({ mark = '' }: Block): boolean {
  return /^(output|problems|from)\b/.test(mark);
}

/**
 * `output: KIND NAME` and `output: FILE` are lines of an object and of a file that the example makes,
 * `problems` is all that is wrong with it, and `from: FILE` are lines of a file of the project.
 */
function expectTruth({ text, mark = '' }: Block, read: () => TreeReading): void {
  const [what = '', ...rest] = mark.split(/:? /);
  const name = rest.join(' ');
  const whole = what === 'from' ? readFileSync(join(ROOT, name), 'utf8') : outputOf(read(), name);
  if (what === 'problems') expect(text).toBe(whole);
  else if (findStranger(text, whole) !== undefined)
    throw new Error(`it shows\n${findStranger(text, whole)}\nwhich isn't in\n${whole}`);
}

function outputOf({ manifests, problems }: TreeReading, name: string): string {
  if (name === '') return problems.map((problem) => `${problem}\n`).join('');
  expect(problems).toEqual([]);
  if (name.endsWith('.yaml')) return renderFiles(manifests).get(name) ?? `no file ${name}`;
  const found = manifests.find(
    ({ manifest }) => `${manifest.kind} ${manifest.metadata.name}` === name,
  );
  return found === undefined ? `no ${name}` : emitYaml([found.manifest]);
}
