import { Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import {
  clusterOf,
  outputFileOf,
  setCluster,
  setOutputFile,
  setOutputFolder,
} from '../../lib/manifest/output-file';

/** A chart below an environment. */
function system(): Chart {
  return new Chart(new Construct(Testing.app(), 'qa'), 'shop');
}

describe('the file of an object', () => {
  test('is named by the nearest construct around it', () => {
    const shop = system();
    setOutputFolder(shop, 'qa/shop');
    const cart = new Construct(shop, 'cart');
    setOutputFile(cart, 'cart-1.yaml');
    const inner = new Construct(cart, 'inner');
    setOutputFile(inner, 'inner.yaml');
    expect(outputFileOf(new Construct(cart, 'object'))).toEqual({
      file: 'qa/shop/cart-1.yaml',
      owner: 'qa/shop/cart',
    });
    expect(outputFileOf(new Construct(inner, 'object'))).toEqual({
      file: 'qa/shop/inner.yaml',
      owner: 'qa/shop/cart/inner',
    });
  });

  test('is named after the construct right below the chart, where none names it', () => {
    const shop = system();
    setOutputFolder(shop, 'qa/shop');
    const deep = new Construct(new Construct(new Construct(shop, 'My Cache'), 'a'), 'b');
    const file = { file: 'qa/shop/my-cache.yaml', owner: 'qa/shop/My Cache' };
    expect(outputFileOf(deep)).toEqual(file);
    expect(outputFileOf(shop.node.findChild('My Cache'))).toEqual(file);
  });

  test('is named after a chart that has no folder, whatever names its parts', () => {
    const shop = system();
    const cart = new Construct(shop, 'cart');
    setOutputFile(cart, 'cart.yaml');
    const file = { file: 'qa/shop.yaml', owner: 'qa/shop' };
    expect(outputFileOf(cart)).toEqual(file);
    expect(outputFileOf(new Construct(shop, 'object'))).toEqual(file);
  });

  test.each([
    ['Cart_Service~2', 'cart-service-2'],
    ['-.cart.-', 'cart'],
    ['v1.2', 'v1.2'],
    ['äöü', 'unnamed'],
  ])('of %s is %s', (id, name) => {
    const shop = system();
    setOutputFolder(shop, 'qa/shop');
    expect(outputFileOf(new Construct(shop, id)).file).toBe(`qa/shop/${name}.yaml`);
  });
});

describe('the cluster of an object', () => {
  test('is named by the nearest construct around it', () => {
    const environment = new Construct(Testing.app(), 'qa');
    setCluster(environment, 'preproduction');
    expect(clusterOf(new Chart(environment, 'shop'))).toBe('preproduction');
  });

  test('is empty where none names it', () => {
    expect(clusterOf(system())).toBe('');
  });
});
