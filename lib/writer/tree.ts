import { explainingFor, succeeds, WriteError } from './tree-error';
import { listWorkshops } from './tree-lock';
import { checkPaths } from './tree-paths';
import { requireOutputFolder, requireOutputOnly } from './tree-place';
import { planTree, type TreeFiles, type TreePlan } from './tree-plan';
import { applyPlan } from './tree-swap';
import { inWorkshop } from './tree-workshop';

export { WriteError } from './tree-error';

/** What a write changed. Paths are relative to the folder, and sorted. */
export interface WriteResult {
  /** New and changed files. */
  readonly written: readonly string[];
  /** Files that went: stale YAML, and what stood in the way of a wanted file or folder. */
  readonly removed: readonly string[];
  /** How many of the wanted files were there already. */
  readonly unchanged: number;
}

/**
 * Makes `folder` hold exactly `files` (text by relative path, such as
 * `qa/online-boutique/frontend.yaml`) as far as YAML is concerned: other `*.yaml` files and empty
 * folders go, all else stays. Where nothing differs, nothing is touched.
 *
 * All or nothing: when it fails, or the process is killed, `folder` is the old tree or the new
 * one. Node can't exchange two folders in one step, so a kill between two renames can leave no
 * `folder` but the old tree beside it, which the next `writeTree` or `recoverTree` puts back.
 * Several processes take turns. While it writes, and after a kill, `.<name>.writing` is beside it.
 *
 * Nothing is flushed to the disk (`fsync`): a kill loses nothing by that, and what a power failure
 * loses is in git and can be synthesized again.
 * @throws WriteError when a path or the folder won't do, the file system refuses, or another
 * process keeps writing for ten seconds
 */
export function writeTree(folder: string, files: TreeFiles): WriteResult {
  const problems = checkPaths(files.keys());
  if (problems.length > 0) {
    throw new WriteError(problems.map((problem) => `[${folder}] ${problem}`).join('\n'));
  }
  return explainingFor(folder, () => put(requireOutputFolder(folder), files));
}

/**
 * Puts right what killed writes of `folder` left behind: its old tree is put back if it is
 * missing, and what lies beside it is removed. Waits for a write that is at work.
 * @throws WriteError as `writeTree` does
 */
export function recoverTree(folder: string): void {
  explainingFor(folder, () => {
    const real = requireOutputFolder(folder);
    if (listWorkshops(real).length > 0) inWorkshop(real, () => undefined);
  });
}

function put(folder: string, files: TreeFiles): WriteResult {
  const first = findSettledPlan(folder, files);
  if (first !== undefined) requireOutputOnly(first);
  if (first !== undefined && isDone(first)) return resultOf(first);
  return inWorkshop(folder, (workshop) => {
    const plan = planTree(folder, files);
    requireOutputOnly(plan);
    if (!isDone(plan)) applyPlan({ folder, files, plan, ...workshop });
    return resultOf(plan);
  });
}

/** The plan, unless a run is at work or was killed: an unchanged tree needs no lock. */
function findSettledPlan(folder: string, files: TreeFiles): TreePlan | undefined {
  if (listWorkshops(folder).length > 0) return undefined;
  let plan: TreePlan | undefined;
  // A run that has just begun may move a file away from under the comparison.
  succeeds(() => {
    plan = planTree(folder, files);
  }, ['ENOENT', 'ENOTDIR']);
  return plan;
}

function isDone({ written, removed, emptied }: TreePlan): boolean {
  return written.length + removed.length + emptied.length === 0;
}

function resultOf({ written, removed, unchanged }: TreePlan): WriteResult {
  return { written, removed, unchanged: unchanged.length };
}
