import { join } from 'node:path';
import { validateManifest } from '../../lib/schema/validate';
import { expectYaml } from '../yaml-snapshot';
import { EVERYTHING } from './everything';
import { made, yamlOf } from './shop';

describe.each(Object.entries(EVERYTHING))('%s', (name, build) => {
  test('renders every field', () => {
    expectYaml(join(__dirname, 'snapshots', `${name}.yaml`), yamlOf(build));
  });

  test('is what the schemas allow', () => {
    expect(made(build).flatMap((manifest) => validateManifest(manifest))).toEqual([]);
  });
});
