import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Manifests, readYamlFiles } from 'supercargo/testing';
import 'supercargo/testing/jest';
import { createRepo } from '../repo';

const dist = join(__dirname, '../dist');
const repo = createRepo();

test('the sources can be synthesized', () => {
  expect(repo).toHaveNoFindings({ severity: 'error' });
});

// The committed YAML is the snapshot: it changes by `npx cdk8s synth` alone, and its diff is reviewed.
// Before the first one there is nothing to compare with.
(existsSync(dist) ? test : test.skip)('dist/ is what the sources say: npx cdk8s synth', () => {
  expect(readYamlFiles(dist)).toEqual(Manifests.of(repo).files());
});
