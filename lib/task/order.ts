import type { IConstruct } from 'constructs';
import { TreeRecords } from '../manifest/tree-records';

/** What waits for each task. */
const waiting = new TreeRecords<{
  readonly task: IConstruct;
  readonly before: readonly IConstruct[];
}>();

/** A task that has to be done before others start, by construct paths. */
export interface Prerequisite {
  readonly task: string;
  readonly before: readonly string[];
}

/** Records what starts only when a task is done. */
export function recordOrder(task: IConstruct, before: readonly IConstruct[]): void {
  if (before.length > 0) waiting.set(task, { task, before });
}

/** The tasks below a construct that others wait for. */
export function prerequisitesBelow(root: IConstruct): readonly Prerequisite[] {
  return waiting.under(root).map(({ task, before }) => ({
    task: task.node.path,
    before: before.map(({ node }) => node.path),
  }));
}
