import fc from 'fast-check';
import { planKustomization } from '../../../lib/argocd/preview/kustomization';
import { mentionsIn } from '../../../lib/argocd/preview/names';
import { planReplacements } from '../../../lib/argocd/preview/replacements';
import type { Manifest } from '../../../lib/manifest/manifest';
import { kustomize } from './kustomize';

const NAMES = { namespaces: ['shop-preview', 'bank-preview'], domain: 'preview.example.com' };
const NAMESPACE: Manifest = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop-preview' },
};

/** Texts as they come out of a copy for pull request 12. */
function copied(texts: Readonly<Record<string, string>>): unknown {
  const config: Manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'texts', namespace: 'shop-preview' },
    data: texts,
  };
  const own = [NAMESPACE, config].map((manifest) => ({
    manifest,
    file: 'preview/shop/namespace.yaml',
    origin: '',
    owner: '',
    cluster: '',
  }));
  const system = { namespace: 'shop-preview', folder: 'preview/shop', owner: 'preview/shop' };
  const [kustomization, ...more] = planKustomization(system, own, NAMES).map(
    ({ manifest }) => manifest,
  );
  if (kustomization === undefined) throw new Error('there is none');
  const objects = kustomize(kustomization, [NAMESPACE, config, ...more], 'shop-preview-12');
  return objects.find(({ metadata }) => metadata.name === 'texts')?.data;
}

/** With the number put behind each name: what replacements are to come to. */
function numbered(text: string): string {
  return mentionsIn(text, NAMES).reduceRight(
    (done, { end }) => `${done.slice(0, end)}-12${done.slice(end)}`,
    text,
  );
}

test('puts the number behind each name, whatever stands around it', () => {
  const texts = {
    plain: 'shop-preview',
    other: 'bank-preview',
    'a.b': 'http://cart.shop-preview:80',
    twice: 'shop-preview/cart.shop-preview:80?from=bank-preview',
    end: 'outbound|80||cart.shop-preview',
    lines: 'a: shop-preview\nb: shop.preview.example.com\n',
  };
  expect(copied(texts)).toEqual({
    plain: 'shop-preview-12',
    other: 'bank-preview-12',
    'a.b': 'http://cart.shop-preview-12:80',
    twice: 'shop-preview-12/cart.shop-preview-12:80?from=bank-preview-12',
    end: 'outbound|80||cart.shop-preview-12',
    lines: 'a: shop-preview-12\nb: shop-12.preview.example.com\n',
  });
});

test('puts the number behind each name in any text', () => {
  const piece = fc.constantFrom(
    'shop-preview',
    'bank-preview',
    'shop.preview.example.com',
    'preview.example.com',
    'cart',
    '.',
    ':',
    '/',
    '"',
    '-',
    '\n',
    '*',
    '|',
    '7',
    '😀',
    '',
  );
  const text = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (texts) => {
      const data = Object.fromEntries(texts.map((one, index) => [`text${index}`, one]));
      const expected = Object.fromEntries(
        texts.map((one, index) => [`text${index}`, numbered(one)]),
      );
      expect(copied(data)).toEqual(expected);
    }),
    { numRuns: 2000 },
  );
});

test('gives the same whatever the order of objects', () => {
  const [one, other] = ['a', 'b'].map(
    (name): Manifest => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data: { key: `http://${name}.shop-preview:80` },
    }),
  );
  if (one === undefined || other === undefined) throw new Error();
  const plan = (manifests: readonly Manifest[]) =>
    JSON.stringify(planReplacements(manifests, 'shop-preview', NAMES));
  expect(plan([one, other])).toBe(plan([other, one]));
});
