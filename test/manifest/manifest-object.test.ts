import { JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import type { Manifest } from '../../lib/manifest/manifest';
import { createObject, ManifestObject } from '../../lib/manifest/manifest-object';
import { plainChart } from '../microservice/chart';
import { manifestsOf } from '../render-tree';

const manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, order: 'made' };

const VERSIONED = { 'supercargo/config-version': '1' };

function withOrder(word: string) {
  return (json: Manifest): Manifest => ({ ...json, order: `${json.order} ${word}` });
}

test.each([
  ['read the short way', false, 'made first second'],
  ['patched', true, 'patched first second'],
])(
  'amendments of an object that is %s are made in their order, after all else',
  (_, isPatched, order) => {
    const chart = plainChart('shop');
    const object = new ManifestObject(chart, 'a', manifest);
    object.amend(withOrder('first'));
    if (isPatched) object.addJsonPatch(JsonPatch.replace('/order', 'patched'));
    object.amend(withOrder('second'));
    expect(manifestsOf(chart)[0]?.manifest).toMatchObject({ order });
    expect(object.toJson()).toMatchObject({ order });
  },
);

test.each([
  ['a ConfigMap of the construct’s name', 'cart', {}, 'shop/cart/ConfigMap'],
  ['one of another name', 'cart-extra', {}, 'shop/cart/ConfigMap-cart-extra'],
  ['one of a version', 'cart-config-0a1b2c3d', VERSIONED, 'shop/cart/ConfigMap-config'],
  [
    'one of a version, of another name',
    'tea-1a2b3c4d',
    VERSIONED,
    'shop/cart/ConfigMap-tea-1a2b3c4d',
  ],
])(
  'the path of %s tells the kind, and of the name what is its own',
  (_, name, annotations, path) => {
    const owner = new Construct(plainChart('shop'), 'cart');
    const metadata = { name, annotations };
    const object = createObject(owner, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
    expect(object.node.path).toBe(path);
  },
);
