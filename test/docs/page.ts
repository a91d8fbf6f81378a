import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The project's folder. */
export const ROOT = resolve(__dirname, '../..');

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** Line of the page on which the text begins, from 1. */
  readonly line: number;
  /** What the comment right above the block says: `<!-- output: Deployment cart -->`. */
  readonly mark: string | undefined;
}

/** A page of the documentation. */
export interface Page {
  /** Path from the project's folder: `docs/errors.md`. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** README.md, CONTRIBUTING.md, CHANGELOG.md and everything in docs/. */
export function readPages(): readonly Page[] {
  const guides = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...guides.map((name) => `docs/${name}`)]
    .sort()
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, blocks: blocksOf(text) };
    });
}

/** The fenced blocks of a text in Markdown. */
export function blocksOf(text: string): readonly Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length; index++) {
    const language = /^```(\w+)$/.exec(lines[index] ?? '')?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf('```', index + 1);
    if (end < 0) throw new Error(`line ${index + 1}: the block has no end`);
    blocks.push({
      language,
      text: `${lines.slice(index + 1, end).join('\n')}\n`,
      line: index + 2,
      mark: markAbove(lines, index),
    });
    index = end;
  }
  return blocks;
}

/** The text outside of blocks, and without code in sentences; as many lines as before. */
export function proseOf({ text }: Page): string {
  return text
    .replace(/^```\w*\n[\s\S]*?^```$/gm, (block) => '\n'.repeat(block.split('\n').length - 1))
    .replace(/`[^`\n]*`/g, '');
}

function markAbove(lines: readonly string[], index: number): string | undefined {
  let above = index - 1;
  while (lines[above] === '') above--;
  return /^<!-- (.*) -->$/.exec(lines[above] ?? '')?.[1];
}
