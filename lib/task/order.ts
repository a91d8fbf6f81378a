import type { IConstruct } from 'constructs';

/** What waits for each task, in the tree. */
const waiting = new WeakMap<IConstruct, readonly IConstruct[]>();

/** A task that has to be done before others start, by construct paths. */
export interface Prerequisite {
  readonly task: string;
  readonly before: readonly string[];
}

/** Records what starts only when a task is done. */
export function recordOrder(task: IConstruct, before: readonly IConstruct[]): void {
  if (before.length > 0) waiting.set(task, before);
}

/** The tasks below a construct that others wait for. */
export function prerequisitesBelow(root: IConstruct): readonly Prerequisite[] {
  return root.node.findAll().flatMap((task) => {
    const before = waiting.get(task);
    return before === undefined
      ? []
      : [{ task: task.node.path, before: before.map(({ node }) => node.path) }];
  });
}
