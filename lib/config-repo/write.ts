import { existsSync } from 'node:fs';
import type { ManifestSet } from '../manifest/manifest-set';
import { renderFiles } from '../writer/render';
import { WriteError, writeTree } from '../writer/tree';
import { checkImmutable } from './check-immutable';
import { linkOutput, resolveOutput } from './output';
import type { Synthesis } from './synthesis';

/**
 * Writes what was synthesized: the edge at which a config repo meets disk, terminal and process. Nothing
 * is written when there is a problem.
 * @param warn - what is to be told, and stops nothing
 */
export function writeManifests(
  synthesize: () => Synthesis,
  outdir: string,
  warn: () => readonly string[] = () => [],
): void {
  const start = performance.now();
  progress('synthesizing ...');
  const { manifests, problems, warnings = [], asWritten = (all) => all } = synthesize();
  if (problems.length > 0) fail(problems, outdir);
  else write(manifests, asWritten, outdir, start);
  for (const warning of [...warnings, ...warn()]) tell(`warning: ${warning}`);
}

function write(
  manifests: ManifestSet,
  asWritten: Required<Synthesis>['asWritten'],
  outdir: string,
  start: number,
): void {
  const output = resolveOutput(outdir);
  try {
    progress(`writing ${manifests.length} objects ...`);
    const all = renderFiles(asWritten(manifests));
    const fixed = existsSync(output.folder) ? checkImmutable(output.folder, all, manifests) : [];
    if (fixed.length > 0) {
      fail(fixed, outdir);
      return;
    }
    const { written, removed, unchanged } = writeTree(output.folder, all);
    linkOutput(output);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const files = written.length + unchanged;
    const changed = written.length + removed.length;
    tell(`${manifests.length} objects in ${files} files, ${changed} changed, ${seconds} s`);
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    fail(error.message.split('\n'), outdir);
  }
}

function fail(problems: readonly string[], outdir: string): void {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  tell([...problems, `${count}; nothing was written`].join('\n'));
  process.exitCode = willCliFail(outdir) ? 0 : 1;
}

/**
 * The cdk8s CLI answers an app's exit code of 1 with a stack trace of its own, and a missing output
 * folder with one line; it exits with 1 either way. So where it is the CLI that has run the app (it alone
 * sets both variables), and where it will miss the folder, that is left to speak for itself.
 */
function willCliFail(outdir: string): boolean {
  const { CDK8S_OUTDIR, CDK8S_RECORD_CONSTRUCT_METADATA } = process.env;
  return (
    CDK8S_OUTDIR === outdir && CDK8S_RECORD_CONSTRUCT_METADATA !== undefined && !existsSync(outdir)
  );
}

function tell(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}\n` : `${text}\n`);
}

/** Overwritten by whatever is told next; only a terminal sees it. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
