import { ApiObject, Lazy, Testing } from 'cdk8s';
import { findPlainMetadata } from '../../lib/manifest/plain-metadata';

function metadataOf(metadata: ConstructorParameters<typeof ApiObject>[2]['metadata']) {
  const chart = Testing.chart();
  return new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'Secret', metadata }).metadata;
}

const full = {
  name: 'cart',
  namespace: 'shop',
  labels: { app: 'cart' },
  annotations: { owner: 'team' },
};

test.each([
  ['everything', full],
  ['a name alone', { name: 'cart' }],
  ['empty maps', { name: 'cart', labels: {}, annotations: {} }],
])('reads %s as cdk8s does', (_, given) => {
  const metadata = metadataOf(given);
  expect(findPlainMetadata(metadata)).toEqual(metadata.toJson());
});

test('sees labels and annotations that were added', () => {
  const metadata = metadataOf(full);
  metadata.addLabel('tier', 'backend');
  metadata.addAnnotation('note', 'text');
  expect(findPlainMetadata(metadata)).toEqual(metadata.toJson());
  expect(findPlainMetadata(metadata)).toMatchObject({
    labels: { app: 'cart', tier: 'backend' },
    annotations: { owner: 'team', note: 'text' },
  });
});

test('leaves to cdk8s what it does not know', () => {
  const withFinalizer = metadataOf(full);
  withFinalizer.addFinalizers('example.com/wait');
  const withOwner = metadataOf(full);
  withOwner.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'cart', uid: '1' });
  const withMore = metadataOf(full);
  withMore.add('generateName', 'cart-');
  const withLazy = metadataOf({ ...full, labels: { app: Lazy.any({ produce: () => 'cart' }) } });
  for (const metadata of [withFinalizer, withOwner, withMore, withLazy])
    expect(findPlainMetadata(metadata)).toBeUndefined();
});
