import { join } from 'node:path';
import {
  type CompilerOptions,
  createProgram,
  isTypeAliasDeclaration,
  parseJsonConfigFileContent,
  readConfigFile,
  SymbolFlags,
  sys,
  type Type,
  type TypeChecker,
  TypeFlags,
} from 'typescript';
import { compilerHost } from '../compiler-host';

const ROOT = join(__dirname, '../..');
const FILE = join(ROOT, 'entries.ts');

/**
 * The parameters of all that the public door shows and that can be called, generics as wide as they go, and what
 * its functions give.
 */
const TEXT = `
import type * as door from './lib';
type Door = typeof door;
type Entries = {
  [K in keyof Door]: Door[K] extends abstract new (...all: infer A) => unknown
    ? A
    : Door[K] extends (...all: infer A) => unknown ? A : never;
};
type Made = {
  [K in keyof Door]: Door[K] extends (...all: never[]) => infer R ? R : never;
};`;

/** What the compiler knows of the public door. */
export interface Door {
  readonly checker: TypeChecker;
  /** Types of the parameters, by class or function. */
  readonly entries: ReadonlyMap<string, readonly Type[]>;
  /** How many of them can't be left out, by class or function. */
  readonly needed: ReadonlyMap<string, number>;
  /** Types of what is given, by function. */
  readonly made: ReadonlyMap<string, Type>;
}

/** Has the compiler read the sources. */
export function readDoor(): Door {
  const options = compilerOptions();
  const host = compilerHost(options, new Map([[FILE, TEXT]]));
  const program = createProgram([FILE], options, host);
  const checker = program.getTypeChecker();
  const membersOf = (name: string) => {
    const alias = program
      .getSourceFile(FILE)
      ?.statements.find((one) => isTypeAliasDeclaration(one) && one.name.text === name);
    if (alias === undefined) throw new Error(`entries.ts: the type ${name} is missing`);
    const members = checker.getPropertiesOfType(checker.getTypeAtLocation(alias));
    return members.map((member): [string, Type] => [member.name, checker.getTypeOfSymbol(member)]);
  };
  const called = membersOf('Entries').filter(
    ([, tuple]) => parametersOf(checker, tuple).length > 0,
  );
  return {
    checker,
    entries: new Map(called.map(([name, tuple]) => [name, parametersOf(checker, tuple)])),
    needed: new Map(called.map(([name, tuple]) => [name, neededOf(checker, tuple)])),
    made: new Map(membersOf('Made').filter(([, { flags }]) => (flags & NOTHING) === 0)),
  };
}

/** Of no type in particular. */
const NOTHING = TypeFlags.Any | TypeFlags.Never | TypeFlags.Void;

function compilerOptions(): CompilerOptions {
  const { config } = readConfigFile(join(ROOT, 'tsconfig.json'), sys.readFile);
  return parseJsonConfigFileContent(config, sys, ROOT).options;
}

function neededOf(checker: TypeChecker, tuple: Type): number {
  const places = checker.getPropertiesOfType(tuple).filter(({ name }) => /^\d+$/.test(name));
  return places.filter(({ flags }) => (flags & SymbolFlags.Optional) === 0).length;
}

function parametersOf(checker: TypeChecker, tuple: Type): readonly Type[] {
  if (!checker.isTupleType(tuple)) return [];
  return checker
    .getPropertiesOfType(tuple)
    .filter(({ name }) => /^\d+$/.test(name))
    .map((place) => checker.getTypeOfSymbol(place));
}
