import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderFiles } from 'supercargo';
import { createRepo } from '../repo';

const dist = join(__dirname, '../dist');
const { manifests, problems } = createRepo().synthesize();

test('the sources can be synthesized', () => {
  expect(problems).toEqual([]);
});

// The committed YAML is the snapshot: it changes by `npx cdk8s synth` alone, and its diff is reviewed.
// Before the first one there is nothing to compare with.
(existsSync(dist) ? test : test.skip)('dist/ is what the sources say: npx cdk8s synth', () => {
  expect(Object.fromEntries(committed())).toEqual(Object.fromEntries(renderFiles(manifests)));
});

/** The text of each YAML file of dist/, by path. */
function committed(): readonly (readonly [string, string])[] {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => [file.replaceAll('\\', '/'), readFileSync(join(dist, file), 'utf8')] as const);
}
