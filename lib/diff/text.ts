import { accessLines, type Block, blocksOf, countInWords, untold } from './blocks';
import { dangersIn, isDangerous } from './danger';
import type { Consequence, Diff, EnvironmentDiff, ObjectState } from './spec';

/** How it is told in a terminal. */
export interface TextOptions {
  /** @default false */
  readonly colour?: boolean;
}

/** A diff for people at a terminal, dangers first. */
export function diffInText(diff: Diff, { colour = false }: TextOptions = {}): string {
  const paint = colour ? painted : plain;
  const lines = [
    ...diff.environments.flatMap((environment) => [...environmentLines(environment, paint), '']),
    ...diff.notes.map((note) => `not judged: ${note}`),
    summaryOf(diff, paint),
  ];
  return `${lines.join('\n')}\n`;
}

type Paint = (text: string, colour: number) => string;

const RED = 31;
const GREEN = 32;
const YELLOW = 33;
const BOLD = 1;

const painted: Paint = (text, colour) => `\u001b[${colour}m${text}\u001b[0m`;
const plain: Paint = (text) => text;

const MARKS: Readonly<Record<ObjectState, readonly [string, number]>> = {
  added: ['+', GREEN],
  changed: ['~', YELLOW],
  removed: ['-', RED],
};

function environmentLines(environment: EnvironmentDiff, paint: Paint): readonly string[] {
  const access = accessLines(environment);
  return [
    paint(environment.name || '.', BOLD),
    ...environment.consequences.flatMap((one) => consequenceLines(one, '  ', paint)),
    ...blocksOf(environment).flatMap((block) => blockLines(block, paint)),
    ...(access.length === 0
      ? []
      : ['  who may call whom', ...access.map((line) => `      ${line}`)]),
  ];
}

function blockLines({ state, title, changes, consequences }: Block, paint: Paint) {
  const [mark, colour] = MARKS[state];
  return [
    `  ${paint(mark, colour)} ${title}`,
    ...changes.flatMap((text) => text.split('\n').map((line) => `      ${line}`)),
    ...untold(state, consequences).flatMap((one) => consequenceLines(one, '      ', paint)),
  ];
}

function consequenceLines(one: Consequence, indent: string, paint: Paint): readonly string[] {
  const { effect, message, advice, danger, isFinal, acknowledged } = one;
  if (danger === undefined) return [`${indent}=> ${message}`];
  if (!isDangerous(one))
    return [`${indent}=> ${effect}: ${message} (acknowledged: ${acknowledged})`];
  return [
    `${indent}${paint(`!! ${effect.toUpperCase()}`, RED)} ${message}`,
    ...(advice === undefined ? [] : [`${indent}   to avoid it, ${advice}`]),
    ...(isFinal === true ? [] : [`${indent}   if it is meant: --allow ${danger}`]),
  ];
}

function summaryOf(diff: Diff, paint: Paint): string {
  const count = dangersIn(diff).length;
  const told = countInWords(diff.environments);
  if (count === 0) return told;
  const dangers = count === 1 ? '1 danger' : `${count} dangers`;
  return `${told}; ${paint(`${dangers} to acknowledge`, RED)}`;
}
