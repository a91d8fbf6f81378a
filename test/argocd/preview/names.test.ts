import { isSharedHost, mentionsIn } from '../../../lib/argocd/preview/names';

const NAMES = { namespaces: ['shop-preview', 'bank-preview'], domain: 'preview.example.com' };

/** The text with a mark behind each name that is another in each copy. */
function marked(text: string): string {
  return mentionsIn(text, NAMES)
    .map(({ end }) => end)
    .reduceRight((marked, end) => `${marked.slice(0, end)}*${marked.slice(end)}`, text);
}

test.each([
  ['shop-preview', 'shop-preview*'],
  ['cart.shop-preview:7070', 'cart.shop-preview*:7070'],
  ['http://cart.shop-preview.svc.cluster.local/', 'http://cart.shop-preview*.svc.cluster.local/'],
  ['cluster.local/ns/bank-preview/sa/x', 'cluster.local/ns/bank-preview*/sa/x'],
  ['{ns="shop-preview", to="bank-preview"}', '{ns="shop-preview*", to="bank-preview*"}'],
  [
    'shop-previews, my-shop-preview, shop-preview-2',
    'shop-previews, my-shop-preview, shop-preview-2',
  ],
  ['shop.preview.example.com', 'shop*.preview.example.com'],
  ['https://shop.preview.example.com:443/x', 'https://shop*.preview.example.com:443/x'],
  ['a.b.preview.example.com', 'a*.b.preview.example.com'],
  ['shop-preview.preview.example.com', 'shop-preview*.preview.example.com'],
  ['shop-preview/shop.preview.example.com', 'shop-preview*/shop*.preview.example.com'],
  ['shop.preview.example.com.evil.org', 'shop.preview.example.com.evil.org'],
  ['preview.example.com', 'preview.example.com'],
  ['*.preview.example.com', '*.preview.example.com'],
  ['all is well at preview.example.com.', 'all is well at preview.example.com.'],
  ['see shop.preview.example.com.', 'see shop*.preview.example.com.'],
])('finds in %s the names that are others in each copy', (text, expected) => {
  expect(marked(text)).toBe(expected);
});

test('tells hosts that all copies would take', () => {
  const texts = ['preview.example.com', '*.preview.example.com', 'shop.preview.example.com'];
  expect(texts.map((text) => isSharedHost(text, NAMES))).toEqual([true, true, false]);
});
