import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';
import type { ManifestEntry } from '../manifest/manifest-set';
import { readYaml } from '../manifest/read-yaml';
import { succeeds } from '../writer/tree-error';
import { resolveOutput } from './output';

/**
 * Finds objects as they are in the output folder now, which is how the cluster has them. Files are read when
 * they are asked for.
 */
export function committedIn(outdir: string): (entry: ManifestEntry) => Manifest | undefined {
  // Who synthesizes aside, to compare, says where the real one is.
  const { SUPERCARGO_PREVIOUS_OUTPUT: folder = resolveOutput(outdir).folder } = process.env;
  const files = new Map<string, ReadonlyMap<string, Manifest>>();
  return ({ file, manifest }) => {
    const objects = files.get(file) ?? read(join(folder, file));
    files.set(file, objects);
    return objects.get(identityOf(manifest));
  };
}

function read(file: string): ReadonlyMap<string, Manifest> {
  let text = '';
  succeeds(() => {
    text = readFileSync(file, 'utf8');
  });
  return new Map(
    readYaml(file, text).manifests.map(({ manifest }) => [identityOf(manifest), manifest]),
  );
}
