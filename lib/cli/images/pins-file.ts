import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { parseImagePins } from '../../config-repo/image-pins';
import { formatProblem } from '../../problem/problem';
import { formatPins, type Pins } from '../../promotion/pins';
import { replace } from '../edited-folder';
import { allowedAmong } from '../environments';
import { UserError } from '../user-error';

const ENDING = '.images.json';

/** The file with an environment's pins. */
export function pinsFile(folder: string, environment: string): string {
  return join(folder, `${environment}${ENDING}`);
}

/**
 * Names of the environments that have a file of pins, sorted.
 * @throws UserError when there is no such folder
 */
export function pinnedEnvironments(folder: string): readonly string[] {
  if (!existsSync(folder))
    throw new UserError(
      `${folder}: there is no such folder: go to the folder of the config repo, or name another by --pins`,
    );
  return readdirSync(folder)
    .filter((name) => name.endsWith(ENDING) && !name.startsWith('.'))
    .map((name) => name.slice(0, -ENDING.length))
    .sort();
}

/**
 * The pins of an environment.
 * @throws UserError when there is no such environment, or its file can't be read
 */
export function readPins(folder: string, environment: string): Pins {
  const known = pinnedEnvironments(folder);
  if (!known.includes(environment))
    throw new UserError(
      `there is no environment '${environment}' in ${folder}, ${allowedAmong(environment, known)}; a new one needs ${pinsFile(folder, environment)}, with {} in it to begin with`,
    );
  const file = pinsFile(folder, environment);
  return pinsIn(file, readFileSync(file, 'utf8'));
}

/**
 * The pins in the text of a file.
 * @throws UserError when the text is none of pins
 */
export function pinsIn(file: string, text: string): Pins {
  const { pins, problems } = parseImagePins(file, text);
  if (problems.length > 0) throw new UserError(problems.map(formatProblem).join('\n'));
  return pins;
}

/** Replaces an environment's pins in one step: whoever reads finds the old ones or the new ones. */
export function writePins(folder: string, environment: string, pins: Pins): void {
  // A link stays one.
  const file = realpathSync(pinsFile(folder, environment));
  replace(file, formatPins(pins, readFileSync(file, 'utf8')));
}
