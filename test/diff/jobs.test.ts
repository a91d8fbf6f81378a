import { diff } from '../../lib/diff/diff';
import type { Manifest } from '../../lib/manifest/manifest';
import { file } from './objects';

function job(name: string, image: string): Manifest {
  const containers = [{ name: 'migrate', image }];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'shop-prod' },
    spec: { template: { spec: { containers } } },
  };
}

test('tells a Job of a new name, by a hash, as the change that it is', () => {
  const { environments } = diff(
    file('prod/shop/migrate.yaml', job('migrate-01234567', 'a:v1')),
    file('prod/shop/migrate.yaml', job('migrate-89abcdef', 'a:v2')),
  );
  const objects = environments.flatMap((one) => one.objects);
  expect(objects.map(({ state, name }) => [state, name])).toEqual([
    ['changed', 'migrate-89abcdef'],
  ]);
  expect(objects.flatMap(({ consequences }) => consequences)).toEqual([
    { effect: 'runs again', message: 'runs again, as a new Job; the one before is pruned' },
  ]);
});

test('tells that a snapshot goes with its object', () => {
  const snapshot: Manifest = {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshot',
    metadata: { name: 'monday', namespace: 'shop-prod' },
    spec: { source: { persistentVolumeClaimName: 'data' } },
  };
  const { environments } = diff(file('prod/shop/monday.yaml', snapshot), []);
  expect(
    environments
      .flatMap(({ objects }) => objects.flatMap((one) => one.consequences))
      .map(({ effect, message }) => [effect, message]),
  ).toEqual([['data loss', 'is pruned: what it has kept goes, unless its class retains it']]);
});
