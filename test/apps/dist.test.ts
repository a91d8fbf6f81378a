import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderFiles } from '../../lib/writer/render';
import { yamlFilesIn } from '../yaml-snapshot';
import { loadMain } from './main-app';

const DIST = join(__dirname, '../../dist');

/** How the files of a folder differ from what is wanted, a line for each file. */
function differences(folder: string, wanted: ReadonlyMap<string, string>): readonly string[] {
  const present = existsSync(folder) ? yamlFilesIn(folder) : [];
  const stale = present.filter((file) => !wanted.has(file));
  return [
    ...[...wanted].flatMap(([file, text]) => {
      if (!present.includes(file)) return [`missing: ${file}`];
      const same = readFileSync(join(folder, file)).equals(Buffer.from(text));
      return same ? [] : [`differs: ${file}`];
    }),
    ...stale.map((file) => `stale: ${file}`),
  ];
}

test('dist/ is what main.ts makes, byte for byte', () => {
  const lines = differences(DIST, renderFiles(loadMain().written));
  if (lines.length > 0)
    throw new Error(`${lines.join('\n')}\nRun \`npx cdk8s synth\` and commit dist/.`);
});
