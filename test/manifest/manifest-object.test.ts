import { JsonPatch } from 'cdk8s';
import type { Manifest } from '../../lib/manifest/manifest';
import { ManifestObject } from '../../lib/manifest/manifest-object';
import { plainChart } from '../microservice/chart';
import { manifestsOf } from '../render-tree';

const manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, order: 'made' };

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
