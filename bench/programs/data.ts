import { writeFileSync } from 'node:fs';
import type { JsonObject } from '../../lib';
import { supercargoTree } from '../workload';
import { taskFromCommandLine } from './program';

// Writes the objects that Supercargo writes as plain data, by file. Not measured.
const { size, folder, data } = taskFromCommandLine();
const { manifests, problems } = supercargoTree(size, folder).synthesize();
if (problems.length > 0) throw new Error(problems.join('\n'));
const files = new Map<string, JsonObject[]>();
for (const { file, manifest } of manifests) {
  const others = files.get(file);
  if (others === undefined) files.set(file, [manifest]);
  else others.push(manifest);
}
writeFileSync(data, JSON.stringify([...files]));
