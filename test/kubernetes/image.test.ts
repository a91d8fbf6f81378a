import { checkImage, findImageReference, findVersion } from '../../lib/kubernetes/image';
import { lines, untyped } from '../problem/lines';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

test.each([
  ['redis', { repository: 'redis' }],
  ['team9/a-9.9/redis_9', { repository: 'team9/a-9.9/redis_9' }],
  ['redis:7.4', { repository: 'redis', tag: '7.4' }],
  ['docker.io/library/redis:alpine', { repository: 'docker.io/library/redis', tag: 'alpine' }],
  ['localhost:5000/cart', { repository: 'localhost:5000/cart' }],
  ['localhost:5000/cart:v1', { repository: 'localhost:5000/cart', tag: 'v1' }],
  [`cart@${DIGEST}`, { repository: 'cart', digest: DIGEST }],
  [`cart:v1@${DIGEST}`, { repository: 'cart', tag: 'v1', digest: DIGEST }],
  [
    'Registry.example.com/my--team/a__b.c:V_1.2-3',
    {
      repository: 'Registry.example.com/my--team/a__b.c',
      tag: 'V_1.2-3',
    },
  ],
])('%s has its parts', (image, parts) => {
  expect(findImageReference(image)).toEqual({ tag: undefined, digest: undefined, ...parts });
});

test.each([
  '',
  'Cart:v1',
  'cart:',
  'a___b',
  'team/a___b',
  'cart:-v1',
  'cart v1',
  'https://registry.example.com/cart:v1',
  '/cart',
  'team//cart',
  'cart@sha256:0a0a',
  `cart:${'v'.repeat(129)}`,
])('%j is no image', (image) => {
  expect(findImageReference(image)).toBeUndefined();
});

test('bounds the length of a reference', () => {
  expect(findImageReference('a'.repeat(1024))).toBeDefined();
  expect(findImageReference('a'.repeat(1025))).toBeUndefined();
});

describe('a pinned image', () => {
  test.each([
    `cart:${'v'.repeat(128)}`,
    `cart@${DIGEST}`,
    `cart:latest@${DIGEST}`,
    'cart:latest-1',
  ])('may be %s', (image) => {
    expect(checkImage('image', image)).toEqual([]);
  });

  test.each([
    ['Cart:v1', 'an image such as registry.example.com/team/cart:v1.2.3'],
    ['cart', 'an image with a version: add a tag (`:v1.2.3`) or a digest'],
    ['localhost:5000/cart', 'an image with a version: add a tag (`:v1.2.3`) or a digest'],
    ['cart:latest', 'a version that stays the same: replace `latest` by a tag or a digest'],
  ])('rejects %s', (image, allowed) => {
    expect(lines(checkImage('image', image))).toEqual([
      `image: got "${image}", allowed ${allowed}`,
    ]);
  });

  test('rejects what is no text', () => {
    expect(lines(checkImage('image', untyped(1)))).toEqual([
      'image: got 1, allowed an image such as registry.example.com/team/cart:v1.2.3',
    ]);
  });
});

test.each([
  ['cart:v1.2.9', 'v1.2.9'],
  [`cart:v1@${DIGEST}`, 'v1'],
  [`cart@${DIGEST}`, undefined],
  ['cart', undefined],
  ['cart:_v1_', 'v1'],
  ['cart:___', undefined],
  [`cart:${'a'.repeat(62)}.b`, 'a'.repeat(62)],
])('the version label of %s is %s', (image, version) => {
  expect(findVersion(image)).toBe(version);
});
