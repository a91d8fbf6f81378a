import { readFileSync } from 'node:fs';
import type { Manifest } from '../../lib';
import { withClusters } from '../../lib/checks/argocd/clusters';
import { linesOf } from '../../lib/checks/finding';
import { checkObjects } from '../../lib/config-repo/check-objects';
import { taskFromCommandLine } from './program';

// Reads plain data, runs all checks over it, and writes nothing.
const { data } = taskFromCommandLine();
const files: readonly (readonly [string, readonly Manifest[]])[] = JSON.parse(
  readFileSync(data, 'utf8'),
);
const manifests = withClusters(
  files.flatMap(([file, documents]) =>
    documents.map((manifest) => ({ manifest, file, origin: file, owner: file, cluster: '' })),
  ),
);
const folders = new Set(files.map(([file]) => file.split('/', 1)[0] ?? ''));
const environments = [...folders].map((name) => ({ name, path: name, isProduction: true }));
const errors = linesOf(checkObjects(manifests, { environments }).findings, 'error');
if (errors.length > 0) throw new Error(errors.join('\n'));
