import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFolder } from '../../manifest/read-folder';
import { formatProblem } from '../../problem/problem';
import { type PromotionOrder, promotionOrderOf } from '../../promotion/order';
import { changesInWords, withChanges } from '../../promotion/pins';
import type { PinnedEnvironment, PinPlan } from '../../promotion/plan';
import { replace, withFolderLocked } from '../edited-folder';
import { synthesize } from '../synthesize';
import { UserError } from '../user-error';
import { commitChange, requireCleanTree } from './commit';
import { pinnedEnvironments, pinsFile, readPins, writePins } from './pins-file';

/** Options of all commands that change pins. */
export interface EditOptions {
  readonly pins: string;
  readonly dist: string;
  readonly synth: boolean;
  readonly commit?: true;
  readonly force?: true;
  readonly json?: true;
}

/** A change of one environment's pins. */
export interface Edit {
  /** What it does: `promote stage to prod`. The commit's message begins with it. */
  readonly title: string;
  readonly environment: string;
  readonly plan: PinPlan;
}

/** What has been done. */
export interface Edited extends Edit {
  /** The commit, if one was made. */
  readonly commit: string | undefined;
}

/** What stays as it is although one might think otherwise, once dist/ is new; a line each. */
export type Afterthought = () => readonly string[];

/**
 * Changes pins while nobody else does: reads, plans, writes, synthesizes and commits. When the sources
 * can't be synthesized with the new pins, the old ones come back.
 */
export function editPins(
  options: EditOptions,
  prepare: () => Edit,
  afterwards: Afterthought = () => [],
): void {
  // Where there is no such folder, that is what is wrong.
  pinnedEnvironments(options.pins);
  withFolderLocked(options.pins, () => {
    const before = options.commit ? requireCleanTree() : undefined;
    const edit = prepare();
    const { plan, environment, title } = edit;
    if (plan.problems.length > 0) throw new UserError(plan.problems.map(formatProblem).join('\n'));
    const file = pinsFile(options.pins, environment);
    const isChanged = plan.changes.length > 0;
    if (isChanged) write(edit, options);
    const later = afterwards();
    const message = messageOf(edit, later);
    const commit =
      before === undefined || !isChanged
        ? undefined
        : commitChange(before, [file, options.dist], message);
    const next =
      commit === undefined
        ? `commit ${file}${options.synth ? ` and ${options.dist}/` : ''}`
        : `committed as ${commit}`;
    tell(
      options,
      { ...edit, commit },
      [
        ...(isChanged ? [title, ...changesInWords(plan.changes)] : [`${title}: nothing changes`]),
        ...plan.notes,
        ...later,
        ...(isChanged ? [next] : []),
      ],
      later,
    );
  });
}

function write({ environment, plan }: Edit, { pins: folder, synth }: EditOptions): void {
  const file = pinsFile(folder, environment);
  const old = readFileSync(file, 'utf8');
  writePins(folder, environment, withChanges(readPins(folder, environment), plan.changes));
  if (!synth) return;
  try {
    synthesize();
  } catch (error) {
    replace(file, old);
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `${error.message}; ${file} is as it was (--no-synth changes it all the same)`,
    );
  }
}

/** A commit's message: what it does, and each pin. */
function messageOf({ title, plan }: Edit, later: readonly string[]): string {
  const { changes } = plan;
  const [first] = changes;
  const what = changes.length === 1 && first !== undefined ? first.key : `${changes.length} images`;
  return [
    `${title}: ${what}`,
    '',
    ...changesInWords(changes).map((line) => line.trim()),
    ...(later.length === 0 ? [] : ['', ...later]),
  ].join('\n');
}

function tell(
  { json }: EditOptions,
  { title, environment, plan, commit }: Edited,
  lines: readonly string[],
  later: readonly string[],
): void {
  const { changes, notes } = plan;
  const told = { title, environment, changes, notes: [...notes, ...later], commit };
  process.stdout.write(`${json ? JSON.stringify(told, undefined, 2) : lines.join('\n')}\n`);
}

/** An environment with its pins. */
export function readEnvironment(folder: string, name: string): PinnedEnvironment {
  return { name, pins: readPins(folder, name) };
}

/** The promotion order, as the output folder's AppProjects tell it; empty where there are none. */
export function readOrder(dist: string): PromotionOrder {
  const folder = join(dist, 'argocd', 'projects');
  if (!existsSync(folder)) return new Map();
  const { manifests, problems } = readFolder(folder);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return promotionOrderOf(manifests);
}
