import { Chart, Testing } from 'cdk8s';
import { Environment } from '../../lib/environment/environment';
import { clusterOf } from '../../lib/manifest/output-file';
import { InputError } from '../../lib/problem/problem';
import { untyped } from '../problem/lines';
import { qaSpec } from './specs';

const NAMES = ['qa', 'prod'];

function qa(): Environment {
  return new Environment(Testing.app(), qaSpec(), { names: NAMES });
}

describe('an environment', () => {
  test('is what its spec says', () => {
    const images = { 'shop/cart': 'cart:v1' };
    const environment = new Environment(Testing.app(), qaSpec({ tier: 'production' }), { images });
    expect(environment).toMatchObject({
      name: 'qa',
      tier: 'production',
      isProduction: true,
      images,
    });
    expect(environment.imagesFile).toBe('envs/qa.images.json');
    expect(clusterOf(environment)).toBe('test');
  });

  test('is no production where its tier is preproduction, and has no images of its own accord', () => {
    expect(qa()).toMatchObject({ isProduction: false, images: {} });
  });

  test('is found from anything inside', () => {
    const environment = qa();
    expect(Environment.find(new Chart(environment, 'shop'))).toBe(environment);
    expect(Environment.find(new Chart(Testing.app(), 'shop'))).toBeUndefined();
  });

  test('makes hosts in its domain', () => {
    expect(qa().host('shop')).toBe('shop.qa.example.com');
  });

  test('rejects a wrong spec when the tree is synthesized', () => {
    const environment = new Environment(Testing.app(), qaSpec({ defaults: { replicas: 0 } }));
    expect(environment.node.validate()).toEqual([
      'defaults.replicas: got 0, allowed a whole number from 1',
    ]);
  });

  test('rejects a second one of its name when the tree is synthesized', () => {
    const app = Testing.app();
    const first = new Environment(app, qaSpec());
    new Environment(app, qaSpec());
    expect(first.node.validate()).toEqual([
      'name: got "qa", allowed each name once in the app: it is given a second time',
    ]);
  });
});

describe('a choice', () => {
  test.each([
    ['its own value', { qa: 1, prod: 3 }, 1],
    ['its own value before that for others', { qa: 1, otherwise: 2 }, 1],
    ['that for others where it has none', { prod: 3, otherwise: 2 }, 2],
    ['a value that is false', { qa: false, otherwise: true }, false],
    ['a value that is undefined', { qa: undefined, otherwise: 2 }, undefined],
  ])('is %s', (_, choices, value) => {
    const environment = qa();
    expect(environment.choose<unknown>(choices)).toBe(value);
    expect(environment.node.validate()).toEqual([]);
  });

  test('rejects an unknown name when the tree is synthesized, and goes on', () => {
    const environment = qa();
    expect(environment.choose(untyped({ prd: 3, otherwise: 2 }))).toBe(2);
    expect(environment.node.validate()).toEqual([
      `choose: got "prd", allowed 'qa', 'prod', 'otherwise'`,
    ]);
  });

  test('rejects a missing value at once, together with unknown names', () => {
    expect(() => qa().choose(untyped({ prd: 3 }))).toThrow(
      new InputError([
        { field: 'choose', message: `got "prd", allowed 'qa', 'prod', 'otherwise'` },
        { field: 'choose', message: "has no value for 'qa': add one, or `otherwise`" },
      ]),
    );
  });

  test('knows its own name only where no others are told', () => {
    const environment = new Environment(Testing.app(), qaSpec());
    environment.choose(untyped({ prod: 3, otherwise: 2 }));
    expect(environment.node.validate()).toEqual([`choose: got "prod", allowed 'qa', 'otherwise'`]);
  });
});
