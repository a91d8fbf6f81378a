import { join } from 'node:path';
import { ApiObject, App, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Environment } from '../../lib/environment/environment';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { Microservice } from '../../lib/microservice/microservice';
import { InputError } from '../../lib/problem/problem';
import { findSystem, requireSystem, System } from '../../lib/system/system';
import { least } from '../microservice/chart';
import { filesOf, manifestsOf, problemsOf } from '../render-tree';
import { prod, qa, Shop } from '../shop';
import { expectYamlFiles } from '../yaml-snapshot';

const SNAPSHOTS = join(__dirname, 'snapshots');

function environment(spec: EnvironmentSpec = qa, images: Readonly<Record<string, string>> = {}) {
  return new Environment(new App(), spec, { images });
}

/** An empty system in `qa`. */
function system(name = 'shop'): System {
  return new System(environment(), name);
}

describe('a system', () => {
  test('renders a file for its namespace and one for each microservice', () => {
    const shop = new Shop(environment());
    new Microservice(shop, 'worker', {
      ...least,
      component: 'batch',
      env: { CART_ADDR: shop.cart.endpoint('grpc') },
    });
    expectYamlFiles(SNAPSHOTS, filesOf(shop));
  });

  test('takes replicas, spread and DNS domain from its environment', () => {
    const shop = new Shop(environment(prod));
    expect(filesOf(shop).get('prod/shop/cart.yaml')).toContain('  replicas: 3\n');
    const spread = filesOf(shop)
      .get('prod/shop/cart.yaml')
      ?.match(/topologyKey: .*/g);
    expect(spread).toEqual(['topologyKey: topology.kubernetes.io/zone']);
    expect(shop.cart.endpoint('grpc').clusterDomain).toBe('k8s.example.com');
  });

  test('takes images from the pins of its environment', () => {
    const shop = new System(environment(qa, { 'shop/cart': 'cart:v7' }), 'shop');
    const cart = new Microservice(shop, 'cart', { resources: least.resources });
    expect(cart.workload?.toJson()).toMatchObject({
      metadata: { labels: { 'app.kubernetes.io/version': 'v7' } },
      spec: { template: { spec: { containers: [{ image: 'cart:v7' }] } } },
    });
  });

  test('sees a microservice of another system by its full name', () => {
    const { environment: here, cart } = new Shop(environment(prod));
    const bank = new System(here, 'bank');
    const ledger = new Microservice(bank, 'ledger', {
      ...least,
      env: { CART_ADDR: cart.endpoint('grpc') },
    });
    expect(ledger.workload?.toJson()).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              { env: [{ name: 'CART_ADDR', value: 'cart.shop-prod.svc.k8s.example.com:7070' }] },
            ],
          },
        },
      },
    });
  });

  test('works in a plain cdk8s app', () => {
    const objects: readonly { kind: string }[] = Testing.synth(new Shop(environment()));
    const kinds = ['Namespace', 'ServiceAccount', 'Service', 'Deployment'];
    expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kinds));
  });

  test('lets every object be patched', () => {
    const shop = new Shop(environment());
    shop.cart.workload?.addJsonPatch(JsonPatch.add('/metadata/annotations', { a: 'b' }));
    expect(filesOf(shop).get('qa/shop/cart.yaml')).toContain('  annotations:\n    a: b\n');
  });
});

describe('further objects in a system', () => {
  test('get namespace and labels, and a file after the construct right below the system', () => {
    const shop = system();
    new kplus.ConfigMap(shop, 'Feature Flags', { data: { dark: 'true' } });
    new ApiObject(shop, 'quota', { apiVersion: 'v1', kind: 'ResourceQuota' });
    const entries = manifestsOf(shop).filter(({ file }) => file !== 'qa/shop/namespace.yaml');
    expect(entries.map(({ file }) => file)).toEqual([
      'qa/shop/feature-flags.yaml',
      'qa/shop/quota.yaml',
    ]);
    for (const { manifest } of entries)
      expect(manifest.metadata).toMatchObject({
        namespace: 'shop-qa',
        labels: {
          'app.kubernetes.io/instance': 'shop-qa',
          'app.kubernetes.io/part-of': 'shop',
          'app.kubernetes.io/managed-by': 'supercargo',
        },
      });
  });

  test('have no namespace where their kind has none', () => {
    const shop = system();
    new kplus.ClusterRole(shop, 'reader');
    const role = manifestsOf(shop).find(({ manifest }) => manifest.kind === 'ClusterRole');
    expect(role?.manifest.metadata).not.toHaveProperty('namespace');
  });
});

describe('a name', () => {
  const label =
    'a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end';

  test.each([
    ['Shop', 'Shop'],
    ['', 'unnamed'],
  ])('rejects %j', (name, id) => {
    expect(problemsOf(system(name).node.root)).toEqual([
      `[qa/${id}] name: got "${name}", allowed ${label}`,
    ]);
  });

  test('of an environment that is wrong is told there alone', () => {
    const environment = new Environment(new App(), { ...qa, name: 'QA_1' });
    new System(environment, 'shop');
    expect(problemsOf(environment.node.root)).toEqual([
      `[QA_1] name: got "QA_1", allowed ${label}`,
    ]);
  });

  test('fits with 60 characters, where the environment takes three', () => {
    expect(problemsOf(system('a'.repeat(60)).node.root)).toEqual([]);
  });

  test('rejects one that leaves no room for the environment', () => {
    const name = 'a'.repeat(61);
    expect(problemsOf(system(name).node.root)).toEqual([
      `[qa/${name}] namespace: got "${name}-qa", allowed ${label} (it has 64)`,
    ]);
  });

  test('rejects a microservice called as the construct of the namespace', () => {
    const shop = system();
    new Microservice(shop, 'namespace', least);
    expect(problemsOf(shop)).toEqual([
      '[qa/shop/namespace] name: got "namespace", allowed each name once in \'qa/shop\': it is given a second time',
    ]);
  });

  test('rejects a microservice without one', () => {
    const shop = system();
    new Microservice(shop, '', least);
    expect(problemsOf(shop)).toEqual([`[qa/shop/unnamed] name: got "", allowed ${label}`]);
  });
});

describe('findSystem', () => {
  test('finds the system of a class in an environment', () => {
    const here = environment();
    expect(findSystem(here, Shop)).toBeUndefined();
    const shop = new Shop(here);
    expect(findSystem(here, Shop)).toBe(shop);
    expect(requireSystem(here, Shop)).toBe(shop);
  });

  test('takes no system of another class', () => {
    class Bank extends System {}
    const here = environment();
    new Shop(here);
    expect(findSystem(here, Bank)).toBeUndefined();
  });

  test('names what has no name by the ids that the user gave', () => {
    const shop = new Shop(environment());
    new kplus.ConfigMap(shop, 'Flags', { data: { dark: 'on' } });
    const maps = manifestsOf(shop).filter(({ manifest }) => manifest.kind === 'ConfigMap');
    expect(maps.map(({ manifest }) => manifest.metadata.name)).toEqual(['flags']);
  });

  test('rejects to require a system that is not there', () => {
    expect(() => requireSystem(environment(), Shop)).toThrow(
      new InputError([
        { field: 'Shop', message: "is not in 'qa' yet: deploy it before what calls it" },
      ]),
    );
  });
});

test('has labels that nobody changes by accident, and that a copy may extend', () => {
  const { labels } = system();
  expect(Reflect.set(labels, 'team', 'shop')).toBe(false);
  expect({ ...labels, team: 'shop' }).toEqual({
    'app.kubernetes.io/instance': 'shop-qa',
    'app.kubernetes.io/part-of': 'shop',
    'app.kubernetes.io/managed-by': 'supercargo',
    team: 'shop',
  });
});
