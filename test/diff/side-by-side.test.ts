import { renamedTexts } from '../../lib/diff/side-by-side';

const renamed = (text: string) =>
  renamedTexts(
    new Map([
      ['stage/shop/a.yaml', text],
      ['prod/shop/a.yaml', ''],
    ]),
    'stage',
    'prod',
  );

test("takes an environment's name out of its folder and its namespaces, wherever those stand", () => {
  const text = 'namespace: shop-stage\nhost: cart.shop-stage.svc\nlabel: "shop-stage"\n';
  expect([...renamed(text)]).toEqual([
    ['prod/shop/a.yaml', 'namespace: shop-prod\nhost: cart.shop-prod.svc\nlabel: "shop-prod"\n'],
  ]);
});

test.each([
  ['a longer name', 'namespace: shop-stage\nname: shop-stage-2\nother: my-shop-stage\n'],
  ['the bare name', 'namespace: shop\nmode: stage\nhost: stage.example.com\n'],
])('leaves %s alone', (_, text) => {
  const [[, after] = []] = renamed(text);
  expect(after).toBe(text.replace('namespace: shop-stage', 'namespace: shop-prod'));
});
