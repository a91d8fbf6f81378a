import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { type Block, type Page, ROOT } from './page';

/** A TypeScript block of a page as a file that compiles. */
export interface Example {
  readonly page: string;
  readonly block: Block;
  /** Path of the file, beside the page's other examples. */
  readonly file: string;
  readonly code: string;
  /** For each line of the code, the line of the page that it comes from. */
  readonly lines: readonly number[];
}

interface Piece {
  readonly text: string;
  readonly line: number;
}

/** Where a frame takes the examples after it. */
const PLACE = /^ *\/\/ \.\.\.$/;

/**
 * The TypeScript blocks of a page. One that is marked `frame` is a program with a line `// ...`, in
 * place of which the blocks after it stand; one that is marked `whole` stands for itself, as all do
 * where there is no frame.
 */
export function examplesOf(page: Page): readonly Example[] {
  let frame: Block | undefined;
  return page.blocks
    .filter(({ language }) => language === 'ts')
    .map((block) => {
      if (block.mark === 'frame') frame = block;
      const framed = frame !== undefined && block !== frame && block.mark !== 'whole';
      const pieces = framed && frame !== undefined ? inFrame(block, frame) : piecesOf(block);
      return {
        page: page.path,
        block,
        file: fileOf(page, block),
        code: pieces.map(({ text }) => text).join('\n'),
        lines: pieces.map(({ line }) => line),
      };
    });
}

/** A block may name its file in its first line: `// envs/qa.ts`. */
function fileOf({ path }: Page, { text, line }: Block): string {
  const folder = join(ROOT, '.cdk8s/docs', path.replace(/\W/g, '-'));
  return join(folder, /^\/\/ ([\w./-]+\.ts)\n/.exec(text)?.[1] ?? `line-${line}.ts`);
}

function piecesOf({ text, line }: Block): readonly Piece[] {
  return text.split('\n').map((content, index) => ({ text: content, line: line + index }));
}

function inFrame(block: Block, frame: Block): readonly Piece[] {
  const around = piecesOf(frame);
  const place = around.findIndex(({ text }) => PLACE.test(text));
  if (place < 0) throw new Error(`line ${frame.line}: the frame has no line '// ...'`);
  const inside = piecesOf(block);
  const isImport = ({ text }: Piece) => /^import .* from /.test(text);
  const imports = inside.filter(isImport);
  const known = [...around, ...imports].map(({ text }) => text).join('\n');
  return [
    { text: importOfTheRest(known), line: frame.line },
    ...imports,
    ...around.slice(0, place),
    ...inside.filter((piece) => !isImport(piece)),
    ...around.slice(place + 1),
  ];
}

/** Imports all of the library but what is imported already. */
function importOfTheRest(code: string): string {
  const imported = [...code.matchAll(/^import (?:type )?\{([^}]*)\} from/gm)].flatMap(
    ([, names = '']) => names.split(',').map((name) => name.replace(/^\s*type\s|\s/g, '')),
  );
  const rest = libraryExports().filter((name) => !imported.includes(name.replace('type ', '')));
  return `import { ${rest.join(', ')} } from 'supercargo';`;
}

let exportedNames: readonly string[] | undefined;

function libraryExports(): readonly string[] {
  exportedNames ??= readExports(join(ROOT, 'lib/index.ts'));
  return exportedNames;
}

function readExports(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  return source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) return [];
    const { exportClause, isTypeOnly } = statement;
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
    return exportClause.elements.map((element) =>
      isTypeOnly || element.isTypeOnly ? `type ${element.name.text}` : element.name.text,
    );
  });
}
