import { join } from 'node:path';
import {
  type CompilerOptions,
  createCompilerHost,
  createProgram,
  createSourceFile,
  isTypeAliasDeclaration,
  parseJsonConfigFileContent,
  readConfigFile,
  sys,
  type Type,
  type TypeChecker,
} from 'typescript';

const ROOT = join(__dirname, '../..');
const FILE = join(ROOT, 'entries.ts');

/** The parameters of all that the public door shows and that can be called, generics as wide as they go. */
const TEXT = `
import type * as door from './lib';
type Door = typeof door;
type Entries = {
  [K in keyof Door]: Door[K] extends abstract new (...all: infer A) => unknown
    ? A
    : Door[K] extends (...all: infer A) => unknown ? A : never;
};`;

/** What the compiler knows of the public door. */
export interface Door {
  readonly checker: TypeChecker;
  /** Types of the parameters, by class or function. */
  readonly entries: ReadonlyMap<string, readonly Type[]>;
}

/** Has the compiler read the sources. */
export function readDoor(): Door {
  const options = compilerOptions();
  const host = createCompilerHost(options);
  const program = createProgram([FILE], options, {
    ...host,
    fileExists: (file) => file === FILE || host.fileExists(file),
    readFile: (file) => (file === FILE ? TEXT : host.readFile(file)),
    getSourceFile: (file, language, ...others) =>
      file === FILE
        ? createSourceFile(file, TEXT, language)
        : host.getSourceFile(file, language, ...others),
  });
  const checker = program.getTypeChecker();
  const alias = program.getSourceFile(FILE)?.statements.find(isEntries);
  if (alias === undefined) throw new Error('entries.ts: the type Entries is missing');
  const members = checker.getPropertiesOfType(checker.getTypeAtLocation(alias));
  const entries = members.map((member): [string, readonly Type[]] => [
    member.name,
    parametersOf(checker, checker.getTypeOfSymbol(member)),
  ]);
  return { checker, entries: new Map(entries.filter(([, parameters]) => parameters.length > 0)) };
}

function isEntries(statement: Parameters<typeof isTypeAliasDeclaration>[0]): boolean {
  return isTypeAliasDeclaration(statement) && statement.name.text === 'Entries';
}

function compilerOptions(): CompilerOptions {
  const { config } = readConfigFile(join(ROOT, 'tsconfig.json'), sys.readFile);
  return parseJsonConfigFileContent(config, sys, ROOT).options;
}

function parametersOf(checker: TypeChecker, tuple: Type): readonly Type[] {
  if (!checker.isTupleType(tuple)) return [];
  return checker
    .getPropertiesOfType(tuple)
    .filter(({ name }) => /^\d+$/.test(name))
    .map((place) => checker.getTypeOfSymbol(place));
}
