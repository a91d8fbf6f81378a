import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFolder } from '../../lib/manifest/read-folder';

const folder = mkdtempSync(join(tmpdir(), 'read-folder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

test('reads what can be read, and tells what can not', () => {
  mkdirSync(join(folder, 'folder.yaml'));
  mkdirSync(join(folder, 'loop'));
  symlinkSync('..', join(folder, 'loop', 'up'));
  symlinkSync('../folder.yaml', join(folder, 'loop', 'folder.yml'));
  symlinkSync('self.yaml', join(folder, 'self.yaml'));
  symlinkSync('nothing', join(folder, 'gone.yaml'));
  symlinkSync('../b.yml', join(folder, 'loop', 'link.yaml'));
  writeFileSync(join(folder, 'folder.yaml', 'a.yaml'), object('a'));
  writeFileSync(join(folder, 'b.yml'), object('b'));
  writeFileSync(join(folder, 'latin1.yaml'), Buffer.from(`${object('c')}# caf\xe9\n`, 'latin1'));
  writeFileSync(join(folder, 'utf16.yaml'), Buffer.from(`\ufeff${object('c')}`, 'utf16le'));
  writeFileSync(join(folder, 'none.txt'), 'hello');
  const { manifests, problems } = readFolder(folder);
  expect(manifests.map(({ origin, manifest }) => [origin, manifest.metadata.name])).toEqual([
    ['b.yml:1', 'b'],
    ['folder.yaml/a.yaml:1', 'a'],
    ['loop/link.yaml:1', 'b'],
  ]);
  expect(problems.map((line) => line.replace(/read: .*?(E[A-Z]+): .*/, 'read: $1'))).toEqual([
    "gone.yaml:1 can't be read: ENOENT",
    'latin1.yaml:5 holds bytes that are no UTF-8: save it in that encoding',
    "self.yaml:1 can't be read: ELOOP",
    'utf16.yaml:1 holds bytes that are no UTF-8: save it in that encoding',
  ]);
});

test('reads JSON and names in capitals, and nothing that is hidden or of a package', () => {
  const other = mkdtempSync(join(tmpdir(), 'read-folder-'));
  mkdirSync(join(other, '.git'));
  writeFileSync(join(other, '.git', 'a.yaml'), 'a: [');
  writeFileSync(join(other, '.hidden.yaml'), 'a: [');
  mkdirSync(join(other, 'node_modules'));
  writeFileSync(join(other, 'node_modules', 'a.yaml'), 'a: [');
  writeFileSync(join(other, 'b.YAML'), object('b'));
  writeFileSync(
    join(other, 'c.json'),
    '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}',
  );
  const { manifests, problems } = readFolder(other);
  rmSync(other, { recursive: true });
  expect(manifests.map(({ manifest }) => manifest.metadata.name)).toEqual(['b', 'c']);
  expect(problems).toEqual([]);
});
