import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

/** Parent of the stand-in for the output folder. */
const STAND_IN = '.cdk8s';

/** The folder to write, and the link to it that the cdk8s CLI looks for. */
export interface Output {
  readonly folder: string;
  /** Undefined when the folder was named directly. */
  readonly link: string | undefined;
}

/**
 * What an output folder stands for. `cdk8s synth` deletes its output folder before it runs the app, so
 * `cdk8s.yaml` names `.cdk8s/dist`, which stands for `dist`: what is deleted is a link.
 */
export function resolveOutput(outdir: string): Output {
  const path = resolve(outdir);
  const parent = dirname(path);
  if (basename(parent) !== STAND_IN) return { folder: path, link: undefined };
  return { folder: join(dirname(parent), basename(path)), link: path };
}

/** Makes the link, so that the cdk8s CLI finds the files that have been written. */
export function linkOutput({ folder, link }: Output): void {
  if (link === undefined) return;
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { recursive: true, force: true });
  // A junction needs no privilege on Windows, and is an ordinary link elsewhere.
  symlinkSync(
    process.platform === 'win32' ? folder : relative(dirname(link), folder),
    link,
    'junction',
  );
}
