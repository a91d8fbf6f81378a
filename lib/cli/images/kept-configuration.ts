import { diff } from '../../diff/diff';
import { isPinned } from '../../diff/side-by-side';
import { outputNow, outputThen, readDifference } from '../diff/read';
import { UserError } from '../user-error';

/**
 * What a rollback of images leaves as it is: objects of an environment that differ from what they were at
 * a revision in something else than images. A line each.
 */
export function keptConfiguration(
  environment: string,
  dist: string,
  revision: string,
): readonly string[] {
  try {
    const isOwn = (file: string) => file.startsWith(`${environment}/`);
    const { before, after, look } = readDifference(
      outputThen(revision, dist, '--to'),
      outputNow(dist),
      isOwn,
    );
    const objects = diff(before, after, { look }).environments.flatMap((one) => one.objects);
    const kept = objects.filter(
      ({ state, changes }) => state !== 'changed' || changes.some((one) => !isPinned(one)),
    );
    if (kept.length === 0) return [];
    return [
      `changed since ${revision}, and not rolled back:`,
      ...kept.map(({ object, state, file }) => `  ${object} (${state}, ${dist}/${file})`),
    ];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [`which configuration has changed since ${revision} isn't known: ${error.message}`];
  }
}
