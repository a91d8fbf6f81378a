import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { fieldsOf } from '../manifest/fields';

/** An app that `cdk8s synth` does nothing about but run it. */
export interface PlainApp {
  /** For a shell. */
  readonly command: string;
  /** Folder that it writes to. */
  readonly output: string;
}

/** What the CLI reads for its other commands. */
const FOR_OTHER_COMMANDS = ['language', 'imports', 'importDirectory'];

/**
 * The app of a `cdk8s.yaml`, as far as it can be run without the cdk8s CLI, which takes longer to start
 * than most apps take to synthesize.
 * @returns undefined where the CLI has more to do (validations, charts of Helm), or to complain about
 */
export function findPlainApp(file: string): PlainApp | undefined {
  const { app, output = 'dist', ...others } = readSettings(file);
  if (Object.keys(others).some((key) => !FOR_OTHER_COMMANDS.includes(key))) return undefined;
  return typeof app === 'string' && typeof output === 'string'
    ? { command: app, output }
    : undefined;
}

function readSettings(file: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}
