import type { IConstruct } from 'constructs';
import { formatProblem, type Problem, wrongValue } from './problem';

/**
 * Attaches problems to a construct. They surface when the tree is synthesized, together with those of
 * all other constructs, as `[construct/path] field: message`, in a plain cdk8s `App`, too.
 */
export function reportProblems(construct: IConstruct, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  construct.node.addValidation({ validate: () => problems.map(formatProblem) });
}

/** Id of what has an empty name, or none, which is reported where names are checked. */
const UNNAMED = 'unnamed';

/** A name as text, whatever it is; what is wrong with it is told where names are checked. */
export function textOf(name: string): string {
  return typeof name === 'string' ? name : UNNAMED;
}

/**
 * The id itself, or, when the scope has a child of that id already (or when it is a word like
 * `constructor`, which the tree can't hold), another one that is free: so that a
 * name given twice is one more problem in the list instead of an exception.
 */
export function freeId(scope: IConstruct, id: string): string {
  if (typeof id !== 'string' || id === '') return freeId(scope, UNNAMED);
  if (id in Object.prototype) {
    reportProblems(scope, [
      wrongValue('name', id, 'another name: JavaScript has a use for this one'),
    ]);
    return freeId(scope, `${id}~`);
  }
  const taken = scope.node.tryFindChild(id);
  if (taken === undefined) return id;
  const place = scope.node.path === '' ? 'the app' : `'${scope.node.path}'`;
  reportProblems(taken, [
    wrongValue('name', id, `each name once in ${place}: it is given a second time`),
  ]);
  let count = 2;
  while (scope.node.tryFindChild(`${id}~${count}`) !== undefined) count++;
  return `${id}~${count}`;
}
