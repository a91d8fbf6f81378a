import { join } from 'node:path';
import { Microservice } from '../../lib/microservice/microservice';
import { validateManifest } from '../../lib/schema/validate';
import { VolumeClaim } from '../../lib/state/volume-claim';
import { VolumeSnapshot } from '../../lib/state/volume-snapshot';
import { emitYaml } from '../../lib/writer/yaml';
import { least, plainChart } from '../microservice/chart';
import { manifestsOf, problemsOf } from '../render-tree';
import { expectYaml } from '../yaml-snapshot';

test('claims and snapshots are objects of their names', () => {
  const chart = plainChart('shop-qa');
  const files = new VolumeClaim(chart, 'files', {
    size: '10Gi',
    accessModes: ['ReadWriteMany'],
    storageClass: 'shared',
  });
  new VolumeSnapshot(chart, 'before-release', { of: { claim: files.name }, class: 'daily' });
  new VolumeSnapshot(chart, 'imported', { of: { content: 'content-1' }, labels: { team: 'shop' } });
  const objects = manifestsOf(chart).map(({ manifest }) => manifest);
  expectYaml(join(__dirname, 'snapshots/volumes.yaml'), emitYaml(objects));
  expect(objects.slice(0, 1).flatMap(validateManifest)).toEqual([]);
});

test('a claim is mounted by its name', () => {
  const chart = plainChart('shop-qa');
  const files = new VolumeClaim(chart, 'files', { size: '10Gi' });
  const shop = new Microservice(chart, 'shop', {
    ...least,
    volumes: { files: files.volume('/f') },
  });
  expect(emitYaml(manifestsOf(shop).map(({ manifest }) => manifest))).toContain(
    '          claimName: files',
  );
});

test('rejects a claim that asks for nothing, and a snapshot of nothing', () => {
  const chart = plainChart('shop-qa');
  new VolumeClaim(chart, 'files', { size: '0Gi' });
  // @ts-expect-error one of the two is needed
  new VolumeSnapshot(chart, 'empty', { of: {} });
  new VolumeSnapshot(chart, 'wrong', { of: { claim: 'A' }, class: 'B' });
  const allowed = 'allowed DNS labels joined by dots, at most 253 characters';
  expect(problemsOf(chart)).toEqual([
    "[shop/files] claim.size: got \"0Gi\", allowed a size with its unit, such as '64Mi' or '1Gi'",
    '[shop/empty] of: names a claim, or a content: write one of the two',
    `[shop/wrong] of.claim: got "A", ${allowed}`,
    `[shop/wrong] class: got "B", ${allowed}`,
  ]);
});
