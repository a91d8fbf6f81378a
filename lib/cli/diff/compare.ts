import { diff } from '../../diff/diff';
import { type Comparison, comparisonOf, renamedTexts } from '../../diff/side-by-side';
import type { Acknowledgement, Diff } from '../../diff/spec';
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
  return diff(before, after, {
    look,
    forecast: forecastRelease,
    acknowledged: [...allowed, ...acknowledgementsAmong(now)],
  });
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
