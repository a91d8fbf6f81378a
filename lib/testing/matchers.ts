import { type Finding, lineOf } from '../checks/finding';
import { fieldsOf } from '../manifest/fields';
import { renderFiles } from '../writer/render';
import { nameOf, requireText } from './argument';
import { Callee } from './callee';
import { claimFile, claimFolder } from './claims';
import { compareFile, compareFolder, type UpdateMode } from './kept-files';
import { type FindingFilter, Manifests } from './manifests';
import { findAll, keepCaptured, listInWords, noneInWords, type Query, titleOf } from './query';
import { ADVICE, filesBySystem, updateModeOf } from './snapshot';
import { isSource, type Source } from './source';

/** What a matcher gives to the runner of the tests. */
export interface MatchResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Manifests, or where to read them from. */
export type ManifestsOrSource = Manifests | Source;

/** A method of what `expect()` gives, for subjects of one type; none for others. */
type On<T, Subject, Method> = [T] extends [Subject] ? Method : never;

/** The matchers as methods of what `expect(subject)` gives. */
export interface ManifestMatchers<R, T> {
  /** There is an object of this kind, name and pattern. */
  toContainManifest: On<T, ManifestsOrSource, (...query: Query) => R>;
  /** Each of these may open the port; with `not`, none of them: `expect(manifests.pod('cart', 7070))`. */
  toBeReachableFrom: On<T, Callee, (...from: readonly [string, ...string[]]) => R>;
  /** Rules find nothing. */
  toHaveNoFindings: On<T, ManifestsOrSource, (filter?: FindingFilter) => R>;
  /**
   * The YAML is what is kept beside the test, a file for each system: `__yaml__/<test file>/<name>/prod/shop.yaml`.
   * A name says what it is, where a test has several.
   */
  toMatchYamlSnapshot: On<T, ManifestsOrSource, (name?: string) => R>;
  /** A text is what is kept in a file. */
  toMatchYamlFile: On<T, string, (file: string) => R>;
}

/** For `expect.extend()`, of any runner that has it. */
export const matchers = {
  toContainManifest(this: unknown, received: unknown, ...query: Query): MatchResult {
    const { entries } = manifestsOf(received);
    const found = findAll(entries, query);
    keepCaptured(found);
    return result(found.length > 0, {
      missing: () => noneInWords(entries, query),
      wrong: () => `there should be no ${titleOf(query)}, and there is:\n${listInWords(found)}`,
    });
  },

  toBeReachableFrom(this: unknown, received: unknown, ...from: readonly string[]): MatchResult {
    if (!(received instanceof Callee))
      throw new TypeError(
        `expect() got ${nameOf(received)}, allowed pods and a port: manifests.pod('shop-prod/cart', 7070)`,
      );
    if (from.length === 0) throw new TypeError("toBeReachableFrom() needs a caller: 'frontend'");
    const isNot = fieldsOf(this).isNot === true;
    // Neither is sure of what is open under conditions alone.
    const wrong = from.filter((caller) => received.answerTo(caller).allowed !== !isNot);
    const message = () =>
      wrong.flatMap((caller) => answerInWords(received, caller, isNot)).join('\n');
    return { pass: isNot ? wrong.length > 0 : wrong.length === 0, message };
  },

  toHaveNoFindings(this: unknown, received: unknown, filter: FindingFilter = {}): MatchResult {
    const findings = manifestsOf(received).findings(filter);
    return result(findings.length === 0, {
      missing: () => findings.map(findingInWords).join('\n'),
      wrong: () => 'rules should find something, and find nothing',
    });
  },

  toMatchYamlSnapshot(this: unknown, received: unknown, name?: string): MatchResult {
    // A snapshot holds what the sources say now, whatever was committed before.
    const files = filesBySystem(renderFiles(manifestsOf(received).entries));
    if (files.size === 0)
      throw new Error(
        'there are no objects, so there is nothing to keep: ask for what should be there',
      );
    const folder = claimFolder(this, name);
    return kept(this, (mode) => compareFolder(folder, files, mode));
  },

  toMatchYamlFile(this: unknown, received: unknown, file: string): MatchResult {
    if (typeof received !== 'string')
      throw new TypeError(`expect() got ${nameOf(received)}, allowed text: emitYaml([manifest])`);
    requireText('toMatchYamlFile()', file, "a file: join(__dirname, 'cart.yaml')");
    claimFile(file);
    return kept(this, (mode) => compareFile(file, received, mode));
  },
};

function manifestsOf(received: unknown): Manifests {
  if (received instanceof Manifests) return received;
  if (isSource(received)) return Manifests.of(received);
  throw new TypeError(
    `expect() got ${nameOf(received)}, allowed manifests: Manifests.of(...), a construct, a folder's path`,
  );
}

/** @param messages - of a failure, and of one with `not` */
function result(
  pass: boolean,
  { missing, wrong }: { readonly missing: () => string; readonly wrong: () => string },
): MatchResult {
  return { pass, message: pass ? wrong : missing };
}

function kept(context: unknown, compare: (mode: UpdateMode) => readonly string[]): MatchResult {
  if (fieldsOf(context).isNot === true)
    throw new Error('a file that is kept should be the same: without `not`');
  const problems = compare(updateModeOf(context));
  return {
    pass: problems.length === 0,
    message: () => [...problems, ADVICE].join('\n'),
  };
}

function answerInWords(callee: Callee, caller: string, isNot: boolean): readonly string[] {
  const [title = '', ...reasons] = callee.explainTo(caller);
  return [`${title}, and should be ${isNot ? 'closed' : 'open'}`, ...reasons];
}

function findingInWords(finding: Finding): string {
  return `${finding.severity} ${lineOf(finding)} (${finding.rule})`;
}
