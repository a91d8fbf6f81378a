import { readdirSync, rmSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { fieldsOf, findText, itemsOf } from '../manifest/fields';
import { requireText } from './argument';
import { shown, type UpdateMode, yamlFilesIn } from './kept-files';
import { slugOf, snapshotRoot } from './snapshot';

/** A run of a test, as its runner tells it. */
interface Run {
  /** The same object for all runs of one test, where the runner has one; its name elsewhere. */
  readonly test: unknown;
  readonly title: string;
  /** A number that is another when the test runs again. */
  readonly attempt: unknown;
  /** How many assertions came before, where that alone tells a new run. */
  readonly assertions: number;
}

/** Snapshots of a run so far, by folder. */
interface Uses {
  readonly attempt: unknown;
  readonly counts: Map<string, number>;
  assertions: number;
}

const usesOf = new Map<unknown, Uses>();
const ownerOf = new Map<string, Run>();
const namedFiles = new Set<string>();

/** Remembers a file that a test names itself, which may stand among the snapshots. */
export function claimFile(file: string): void {
  namedFiles.add(resolve(file));
}

/**
 * Folder of a snapshot, beside the test's file: `__yaml__/shop/what-cart-is`; of a test's second one,
 * `what-cart-is.2`.
 * @param context - what the runner gives to a matcher
 * @param name - @default the test's
 * @throws Error when it is another test's already
 */
export function claimFolder(context: unknown, name?: string): string {
  const path = findText(fieldsOf(context).testPath);
  if (path === undefined)
    throw new Error(
      'the runner of the tests tells no file: use toMatchYamlFile(file), which says it',
    );
  if (name !== undefined) requireText('toMatchYamlSnapshot()', name, "a name: 'small', or nothing");
  const run = runOf(context);
  const first = join(snapshotRoot(path), slugOf(name ?? run.title));
  const count = countUse(run, first);
  const folder = count === 1 ? first : `${first}.${count}`;
  const owner = ownerOf.get(folder) ?? run;
  if (owner.test !== run.test) throw new Error(sharedInWords(owner, run, folder));
  ownerOf.set(folder, run);
  return folder;
}

function runOf(context: unknown): Run {
  const { currentTestName, currentConcurrentTestName, assertionCalls } = fieldsOf(context);
  // Tests that run at the same time have one context.
  const concurrent = typeof currentConcurrentTestName === 'function' && currentConcurrentTestName();
  const title = findText(concurrent) ?? findText(currentTestName) ?? '';
  const test = testOf(context);
  return {
    test: test ?? title,
    title,
    attempt: fieldsOf(test).invocations,
    assertions: test === undefined && typeof assertionCalls === 'number' ? assertionCalls : 0,
  };
}

/** The test that runs, where jest tells it. */
function testOf(context: unknown): unknown {
  const { currentTestIdentity } = fieldsOf(context);
  return typeof currentTestIdentity === 'function' ? currentTestIdentity() : undefined;
}

/** How often a run has used a folder, this time included. */
function countUse({ test, attempt, assertions }: Run, folder: string): number {
  const known = usesOf.get(test);
  const isRunAgain =
    known === undefined ||
    known.attempt !== attempt ||
    (attempt === undefined && assertions <= known.assertions);
  const uses = isRunAgain ? { attempt, counts: new Map<string, number>(), assertions } : known;
  const count = (uses.counts.get(folder) ?? 0) + 1;
  uses.counts.set(folder, count);
  uses.assertions = assertions;
  usesOf.set(test, uses);
  return count;
}

function sharedInWords(owner: Run, { title }: Run, folder: string): string {
  const tests =
    owner.title === title
      ? `two tests are named '${title}', and both keep`
      : `the tests '${owner.title}' and '${title}' both keep`;
  return `${tests} their YAML in ${shown(folder)}: give one of the snapshots another name, toMatchYamlSnapshot('other')`;
}

/**
 * Finds folders of a test's file that no snapshot is for any more: those of tests that are renamed or gone. Nothing
 * is sure unless all tests ran, and none failed before it came to its snapshot.
 * @param someTest - any of the file's tests, as jest tells it
 * @returns what is wrong, if it may not be mended
 */
export function checkObsolete(
  testPath: string,
  someTest: unknown,
  mode: UpdateMode,
): readonly string[] {
  const root = snapshotRoot(testPath);
  if (yamlFilesIn(root).length === 0 || !isComplete(rootOf(someTest))) return [];
  const obsolete = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(root, name))
    .filter((folder) => !isClaimed(folder) && yamlFilesIn(folder).length > 0);
  if (mode !== 'all')
    return obsolete.map((folder) => `${shown(folder)} is kept for no test: it is renamed or gone`);
  for (const folder of obsolete) rmSync(folder, { recursive: true });
  return [];
}

function isClaimed(folder: string): boolean {
  const below = `${resolve(folder)}${sep}`;
  return ownerOf.has(folder) || [...namedFiles].some((file) => file.startsWith(below));
}

function rootOf(test: unknown): unknown {
  const { parent } = fieldsOf(test);
  return parent === undefined ? test : rootOf(parent);
}

/** Whether all tests of a block ran, and passed. */
function isComplete(block: unknown): boolean {
  const { type, children, status, errors } = fieldsOf(block);
  if (type === 'test') return status === 'done' && itemsOf(errors).length === 0;
  return type === 'describeBlock' && itemsOf(children).every(isComplete);
}
