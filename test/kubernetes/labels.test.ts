import { recommendedLabels } from '../../lib/kubernetes/labels';

test('recommended labels say all that is known', () => {
  const facts = {
    name: 'cart',
    instance: 'shop-qa',
    version: 'v1',
    component: 'cache',
    partOf: 'shop',
  };
  expect(recommendedLabels(facts)).toEqual({
    'app.kubernetes.io/name': 'cart',
    'app.kubernetes.io/instance': 'shop-qa',
    'app.kubernetes.io/version': 'v1',
    'app.kubernetes.io/component': 'cache',
    'app.kubernetes.io/part-of': 'shop',
    'app.kubernetes.io/managed-by': 'supercargo',
  });
});

test('recommended labels leave out what is not known', () => {
  expect(Object.keys(recommendedLabels({ name: 'cart' }))).toEqual([
    'app.kubernetes.io/name',
    'app.kubernetes.io/managed-by',
  ]);
});
