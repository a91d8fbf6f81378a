import { diff } from '../../diff/diff';
import { type PromotedPair, withDrift } from '../../diff/promotion';
import { type Comparison, comparisonOf, renamedTexts } from '../../diff/side-by-side';
import type { Acknowledgement, Diff } from '../../diff/spec';
import { readFiles } from '../../manifest/read-folder';
import { type PromotionOrder, promotionOrderOf } from '../../promotion/order';
import { allowedAmong } from '../environments';
import { withSynthesized } from '../synthesize';
import { UserError } from '../user-error';
import { forecastRelease } from './forecast';
import {
  acknowledgementsAmong,
  type Output,
  outputNow,
  outputThen,
  readDifference,
  readOutputFolder,
} from './read';

/** What is to be compared. */
export interface Asked {
  readonly dist: string;
  readonly from?: string;
  readonly env?: string;
  readonly synth: boolean;
}

/** Compares the output folder at a revision with what the sources make, or with the folder as it is. */
export function diffSources(
  { dist, from = 'HEAD', env, synth }: Asked,
  allowed: readonly Acknowledgement[],
): Diff {
  const then = outputThen(from, dist, '--from');
  const now = synth
    ? withSynthesized(dist, (folder) => ({ ...readOutputFolder(folder, ''), place: 'sources' }))
    : outputNow(dist);
  if (env !== undefined) requireEnvironment(env, dist, [then, now]);
  return diffOutputs(then, now, allowed, env);
}

/** Compares two folders of anyone's YAML. */
export function diffFolders(
  before: string,
  after: string,
  allowed: readonly Acknowledgement[],
): Diff {
  const [old, now] = [before, after].map((folder) =>
    readOutputFolder(folder, 'name one with YAML in it'),
  );
  return old === undefined || now === undefined ? NONE : diffOutputs(old, now, allowed);
}

const NONE: Diff = { environments: [], notes: [] };

/** Compares two environments as they are in the output folder. */
export function compareSideBySide(one: string, other: string, dist: string): Comparison {
  const { place, texts } = outputNow(dist);
  for (const name of [one, other]) requireEnvironment(name, dist, [{ place, texts }]);
  const isOther = (file: string) => file.startsWith(`${other}/`);
  const before = { place, texts: renamedTexts(texts, one, other) };
  const difference = readDifference(before, { place, texts }, isOther);
  return comparisonOf(diff(difference.before, difference.after, { look: difference.look }));
}

function diffOutputs(
  then: Output,
  now: Output,
  allowed: readonly Acknowledgement[],
  env?: string,
): Diff {
  const isWanted = (file: string) => env === undefined || file.startsWith(`${env}/`);
  const { before, after, look } = readDifference(then, now, isWanted);
  const result = diff(before, after, {
    look,
    forecast: forecastRelease,
    acknowledged: [...allowed, ...acknowledgementsAmong(now)],
  });
  return withDrift(result, promotedPairs(result, then, now));
}

/** The environments in which something changes, each with the one that it is promoted from. */
function promotedPairs({ environments }: Diff, then: Output, now: Output): readonly PromotedPair[] {
  const isChanged = (name: string) => environments.some((environment) => environment.name === name);
  return [...orderIn(now)].flatMap(([to, from]) => {
    if (from === undefined || !(isChanged(from) || isChanged(to))) return [];
    // An environment that comes or goes differs in everything.
    const isThere = ({ texts }: Output, name: string) =>
      [...texts.keys()].some((file) => file.startsWith(`${name}/`));
    if (![then, now].every((output) => [from, to].every((name) => isThere(output, name))))
      return [];
    const files = new Set(
      environments
        .filter(({ name }) => name === from || name === to)
        .flatMap(({ name, objects }) => objects.map(({ file }) => to + file.slice(name.length))),
    );
    const sideBySide = (output: Output) => {
      const renamed = { ...output, texts: renamedTexts(output.texts, from, to) };
      const both = readDifference(renamed, output, (file) => files.has(file));
      return { from: both.before, to: both.after };
    };
    return [{ from, to, before: sideBySide(then), after: sideBySide(now) }];
  });
}

function orderIn({ texts }: Output): PromotionOrder {
  const projects = [...texts].filter(([file]) => file.startsWith('argocd/projects/'));
  return promotionOrderOf(readFiles(projects).manifests);
}

function requireEnvironment(name: string, dist: string, outputs: readonly Output[]): void {
  const folders = outputs.flatMap(({ texts }) =>
    [...texts.keys()].flatMap((file) => (file.includes('/') ? file.split('/', 1) : [])),
  );
  const known = [...new Set(folders)].filter((folder) => folder !== 'argocd').sort();
  if (!known.includes(name))
    throw new UserError(
      `there is no environment '${name}' in ${dist}, ${allowedAmong(name, known)}`,
    );
}
