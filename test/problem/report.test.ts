import { App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { freeId, reportProblems } from '../../lib/problem/report';

function chart(): Chart {
  return new Chart(Testing.app(), 'shop');
}

describe('reported problems', () => {
  test('fail a plain cdk8s synth, all at once and with their paths', () => {
    const shop = chart();
    const cart = new Construct(shop, 'cart');
    reportProblems(shop, [{ field: 'name', message: 'is too long' }]);
    reportProblems(cart, [
      { field: 'ports', message: 'is empty' },
      { field: '', message: 'has no image' },
    ]);
    expect(() => App.of(shop).synth()).toThrow(
      new Error(
        'Validation failed with the following errors:\n' +
          '  [shop] name: is too long\n  [shop/cart] ports: is empty\n  [shop/cart] has no image',
      ),
    );
  });

  test('are nothing where there is none', () => {
    const shop = chart();
    reportProblems(shop, []);
    expect(shop.node.validate()).toEqual([]);
  });
});

describe('an id', () => {
  test('is the name itself while it is free', () => {
    expect(freeId(chart(), 'cart')).toBe('cart');
  });

  test('counts up when the name is taken, and each time is a problem of the first', () => {
    const shop = chart();
    const first = new Construct(shop, freeId(shop, 'cart'));
    const others = [1, 2].map(() => new Construct(shop, freeId(shop, 'cart')).node.id);
    expect(others).toEqual(['cart~2', 'cart~3']);
    const problem = `name: got "cart", allowed each name once in 'shop': it is given a second time`;
    expect(first.node.validate()).toEqual([problem, problem]);
  });

  test('at the top of the tree names the app as the place', () => {
    const app = Testing.app();
    const first = new Construct(app, freeId(app, 'qa'));
    expect(freeId(app, 'qa')).toBe('qa~2');
    expect(first.node.validate()).toEqual([
      'name: got "qa", allowed each name once in the app: it is given a second time',
    ]);
  });

  test('stands in for an empty name', () => {
    const shop = chart();
    expect(freeId(shop, '')).toBe('unnamed');
  });
});
