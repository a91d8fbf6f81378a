import { formatFinding } from '../../../lib/checks/hardening/finding';
import { checkImages } from '../../../lib/checks/images';
import { checkImagePolicy, type ImagePolicy } from '../../../lib/kubernetes/image-policy';
import type { JsonValue } from '../../../lib/manifest/manifest';
import { lines, untyped } from '../../problem/lines';
import { container, deployment, podSpec } from './objects';

const DIGEST = `sha256:${'0'.repeat(64)}`;

function check(image: JsonValue, policy?: ImagePolicy) {
  const spec = podSpec({ initContainers: [container({ name: 'init', image })] });
  return checkImages([deployment(spec)], policy).map(formatFinding);
}

const rejected = (image: string, allowed: string) =>
  `[qa/shop/deployment] Deployment shop/cart: spec.template.spec.initContainers[init].image: got "${image}", allowed ${allowed}`;
const version = 'an image with a tag other than latest, or with a digest (Image Version)';
const digest = 'an image with a digest: @sha256:... (Image Digest)';

test.each(['cart:v1', `cart@${DIGEST}`, `cart:latest@${DIGEST}`, 'localhost:5000/cart:v1', null])(
  'an image may be %s',
  (image) => {
    expect(check(image)).toEqual([]);
  },
);

test.each(['Cart:v1', 'a b:1', ''])('rejects %j, which is no name', (image) => {
  const name = 'a name as registry/team/image:tag, in small letters and without spaces';
  expect(check(image)).toEqual([rejected(image, `${name} (Image Version)`)]);
});

test.each(['cart', 'cart:latest', 'localhost:5000/cart'])(
  'rejects %j, which has no version',
  (image) => {
    expect(check(image)).toEqual([rejected(image, version)]);
  },
);

describe('where a digest is required', () => {
  const spec = podSpec({
    containers: [container({ image: `registry.example.com/cart@${DIGEST}` })],
  });
  const policy = { requireDigest: true };

  test('an image may have one', () => {
    expect(checkImages([deployment(spec)], policy)).toEqual([]);
  });

  test.each(['cart', 'cart:v1', 'cart:latest'])('rejects %s, in one line', (image) => {
    expect(check(image, policy)[0]).toBe(rejected(image, digest));
    expect(check(image, policy).filter((line) => line.includes('[init]'))).toHaveLength(1);
  });
});

describe('where registries are named', () => {
  const registries = ['registry.example.com', 'ghcr.io/example', 'docker.io/library'];

  test.each([
    'registry.example.com/cart:v1',
    'registry.example.com/team/cart:v1',
    'ghcr.io/example/cart:v1',
    'redis:7',
    'docker.io/library/redis:7',
  ])('an image may be %s', (image) => {
    expect(check(image, { registries })).toEqual([]);
  });

  test.each([
    'registry.example.com.evil.org/cart:v1',
    'registry.example.com:5000/cart:v1',
    'ghcr.io/example2/cart:v1',
    'ghcr.io/cart:v1',
    'team/redis:7',
  ])('rejects %s', (image) => {
    const allowed = `images from ${registries.join(', ')} (Image Registry)`;
    expect(check(image, { registries })).toEqual([rejected(image, allowed)]);
  });

  test('rejects a missing version, too', () => {
    expect(check('quay.io/cart', { registries: ['registry.example.com'] })).toEqual([
      rejected('quay.io/cart', version),
      rejected('quay.io/cart', 'images from registry.example.com (Image Registry)'),
    ]);
  });
});

describe('a policy', () => {
  test.each<ImagePolicy>([
    {},
    { requireDigest: true },
    { registries: ['registry.example.com', 'ghcr.io/example/team', 'localhost:5000', 'docker.io'] },
  ])('may be %j', (policy) => {
    expect(checkImagePolicy('imagePolicy', policy)).toEqual([]);
  });

  test('rejects registries that are none', () => {
    const allowed = 'allowed a registry, or a path in one: registry.example.com, ghcr.io/example';
    const registries = ['example', 'https://ghcr.io', 'ghcr.io/', 'ghcr.io/*', ''];
    expect(lines(checkImagePolicy('imagePolicy', { registries }))).toEqual(
      registries.map(
        (registry, index) => `imagePolicy.registries[${index}]: got "${registry}", ${allowed}`,
      ),
    );
    expect(lines(checkImagePolicy('imagePolicy', untyped({ registries: [1] })))).toEqual([
      `imagePolicy.registries[0]: got 1, ${allowed}`,
    ]);
  });

  test('rejects an empty list of them', () => {
    expect(lines(checkImagePolicy('imagePolicy', { registries: [] }))).toEqual([
      'imagePolicy.registries: got [], allowed at least one; leave it out for all',
    ]);
  });
});
