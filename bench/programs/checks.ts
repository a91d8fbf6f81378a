import { withClusters } from '../../lib/checks/argocd/clusters';
import { linesOf } from '../../lib/checks/finding';
import { checkObjects } from '../../lib/config-repo/check-objects';
import { readData, taskFromCommandLine } from './program';

// Reads plain data, runs all checks over it, and writes nothing.
const files = readData(taskFromCommandLine());
const manifests = withClusters(
  files.flatMap(([file, documents]) =>
    documents.map((manifest) => ({ manifest, file, origin: file, owner: file, cluster: '' })),
  ),
);
const folders = new Set(files.map(([file]) => file.split('/', 1)[0] ?? ''));
const environments = [...folders].map((name) => ({ name, path: name, isProduction: true }));
const errors = linesOf(checkObjects(manifests, { environments }).findings, 'error');
if (errors.length > 0) throw new Error(errors.join('\n'));
