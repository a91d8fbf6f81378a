import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Microservice } from '../../lib/microservice/microservice';
import {
  absent,
  anything,
  arrayWith,
  capture,
  exactly,
  Manifests,
  stringLike,
} from '../../lib/testing';
import { least, plainChart } from '../microservice/chart';
import { cart, deployment } from './cart';
import { messageOf } from './message';
import { shopRepo } from './shop';

const { repo, systems } = shopRepo();
const manifests = Manifests.of(repo);
const qa = manifests.below('qa');

/** A workload with containers like that. */
const withContainers = (containers: Parameters<typeof arrayWith>[0]) => ({
  spec: { template: { spec: { containers: arrayWith(containers) } } },
});

describe('objects are read from', () => {
  const names = (from: Manifests) =>
    from.all('Deployment').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

  test('a config repo', () => {
    const shown = ['shop-qa/cart', 'shop-qa/web', 'shop-e2e/cart', 'shop-e2e/web'];
    expect(names(manifests)).toEqual(shown);
    expect(manifests.count('Application')).toBeGreaterThan(0);
  });

  test('an environment, a system, a microservice', () => {
    const [environment] = repo.environments;
    const [system] = systems;
    if (environment === undefined || system === undefined) throw new Error('no system');
    expect(names(Manifests.of(environment))).toEqual(['shop-qa/cart', 'shop-qa/web']);
    expect(names(Manifests.of(system))).toEqual(['shop-qa/cart', 'shop-qa/web']);
    expect(names(Manifests.of(system.node.findChild('cart')))).toEqual(['shop-qa/cart']);
  });

  test('a chart, and an app of cdk8s', () => {
    const chart = plainChart('shop');
    new Microservice(chart, 'cart', least);
    expect(names(Manifests.of(chart))).toEqual(['shop/cart']);
    expect(names(Manifests.of(App.of(chart)))).toEqual(['shop/cart']);
  });

  test('plain data, and entries of a synthesis', () => {
    const objects = manifests.all('Deployment', 'cart');
    expect(names(Manifests.of(objects))).toEqual(['shop-qa/cart', 'shop-e2e/cart']);
    expect(names(Manifests.of(repo.synthesize().manifests))).toEqual(names(manifests));
  });

  describe('YAML', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'kit-'));
      writeFileSync(join(folder, 'cart.yaml'), qa.files().get('qa/shop/cart.yaml') ?? '');
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test('of a folder, and of a file', () => {
      expect(names(Manifests.of(folder))).toEqual(['shop-qa/cart']);
      expect(names(Manifests.of(join(folder, 'cart.yaml')))).toEqual(['shop-qa/cart']);
    });

    test('rejects what is no YAML', () => {
      writeFileSync(join(folder, 'wrong.yaml'), 'kind: {');
      const { problems } = Manifests.read(folder);
      expect(problems).toEqual([expect.stringContaining('wrong.yaml:1 ')]);
      rmSync(join(folder, 'wrong.yaml'));
    });
  });
});

describe('what is wrong with a source', () => {
  test('is thrown, all of it', () => {
    const chart = new Chart(new App(), 'shop');
    new Microservice(chart, 'cart', { ...least, image: 'cart' });
    new Microservice(chart, 'web', { ...least, replicas: -1 });
    expect(messageOf(() => Manifests.of(chart))).toMatchInlineSnapshot(`
"the manifests can't be read:
[shop/cart] image: got "cart", allowed an image with a version: add a tag (\`:v1.2.3\`) or a digest
[shop/web] replicas: got -1, allowed a whole number from 0"
`);
    expect(Manifests.read(chart).problems).toHaveLength(2);
  });

  test.each([
    ['no-such-folder', 'no-such-folder: there is no such folder or file'],
    [
      [{ kind: 'Service' }],
      'item 0: got {"kind":"Service"}, allowed a Kubernetes object: it needs apiVersion, kind and metadata.name',
    ],
  ])('rejects %j', (source, problem) => {
    expect(messageOf(() => Manifests.of(source))).toBe(`the manifests can't be read:\n${problem}`);
  });

  test('is thrown from the line of the test', () => {
    try {
      manifests.find('Pod');
    } catch (error) {
      const [, line] = (error instanceof Error ? error.stack : '')?.split('\n    at ') ?? [];
      expect(line).toContain('manifests.test.ts');
    }
    expect.assertions(1);
  });
});

describe('an object is found', () => {
  test.each([
    ['by name', 'Deployment', 'cart'],
    ['by group', 'apps/Deployment', 'cart'],
    ['by group and version', 'apps/v1/Deployment', 'cart'],
    ['by version', 'v1/Service', 'cart'],
    ['by namespace and name', 'Service', 'shop-qa/cart'],
    ['by a part of the name', 'Service', 'c*'],
  ])('%s', (_, kind, name) => {
    expect(qa.find(kind, name).metadata.name).toBe('cart');
  });

  test('without a namespace', () => {
    expect(qa.find('Namespace', 'shop-qa').kind).toBe('Namespace');
  });

  test('by what it is like', () => {
    const found = qa.find('Deployment', withContainers([{ env: [{ name: 'CART' }] }]));
    expect(found.metadata.name).toBe('web');
    expect(qa.has('Deployment', 'web', { spec: { replicas: 1 } })).toBe(true);
    expect(qa.count('Deployment', { spec: { replicas: 3 } })).toBe(0);
  });

  test.each([
    ['a folder', 'qa/shop'],
    ['a construct', 'qa/shop/web'],
    ['a file', 'qa/shop/web.yaml'],
    ['a folder, with a slash', 'qa/'],
  ])('below %s', (_, place) => {
    expect(manifests.below(place).find('Deployment', 'web').metadata.namespace).toBe('shop-qa');
  });

  test('not below what only begins alike', () => {
    expect(manifests.below('q').entries).toEqual([]);
  });
});

describe('captures keep', () => {
  const isText = (value: unknown): value is string => typeof value === 'string';

  test('what is found, with its type', () => {
    const image = capture(isText);
    qa.all('Deployment', withContainers([{ name: 'cart', image }]));
    expect(image.value.split(':')).toEqual(['registry.example.com/shop/cart', 'v1.2.3']);
    expect(image.values).toHaveLength(1);
  });

  test('nothing of objects that do not fit as a whole', () => {
    const name = capture();
    qa.all('Deployment', { metadata: { name }, spec: { replicas: 7 } });
    expect(name.values).toEqual([]);
    expect(messageOf(() => name.value)).toBe(
      'the capture has no value: no object that fits has been found yet',
    );
  });
});

describe('rejects, with the nearest object and the difference in place,', () => {
  const shop = Manifests.of(cart);

  test('values, missing and further fields', () => {
    const image = stringLike('*:v2');
    const container = { name: 'cart', image, lifecycle: absent(), env: anything() };
    const pattern = {
      spec: {
        replicas: 3,
        paused: absent(),
        template: { spec: { containers: [{ name: 'proxy' }, container] } },
      },
    };
    expect(messageOf(() => shop.find('Deployment', 'cart', pattern))).toMatchInlineSnapshot(`
"Deployment shop/cart (shop/cart.yaml:14) fits in 3 of 7 fields (- is there, + is wanted):

  spec:
-   replicas: 1
+   replicas: 3
    template:
      spec:
        containers:
        - name: cart
-         image: registry.example.com/shop/cart:v1
+         image: <text like '*:v2'>
+         env: <anything>
-         lifecycle:
-           preStop:
-             exec:
-               command:
-               - sleep
-               - "5""
`);
  });

  test('the item that is meant, of the object that is nearest', () => {
    const other = { ...deployment(), spec: {} };
    const pattern = withContainers([{ name: 'cart', ports: [{ containerPort: 80 }] }]);
    const find = () => Manifests.of([other, deployment()]).find('Deployment', pattern);
    expect(messageOf(find)).toMatchInlineSnapshot(`
"none of 2 fits; the nearest, Deployment shop/cart (item 1), does in 1 of 2 fields (- is there, + is wanted):

  spec:
    template:
      spec:
        containers:
        - name: cart
          ports:
          - name: grpc
-           containerPort: 7070
+           containerPort: 80"
`);
  });

  test('what should be exact', () => {
    const spec = exactly({ ports: [{ name: 'grpc', port: 7070, targetPort: 'grpc' }] });
    expect(messageOf(() => shop.find('Service', 'cart', { spec }))).toMatchInlineSnapshot(`
"Service shop/cart (shop/cart.yaml:1) fits in 3 of 4 fields (- is there, + is wanted):

  spec:
-   selector:
-     app: cart"
`);
  });

  test('a long part, shortened', () => {
    const spec = { template: { spec: absent() } };
    expect(messageOf(() => shop.find('Deployment', 'cart', { spec }))).toMatchInlineSnapshot(`
"Deployment shop/cart (shop/cart.yaml:14) fits in 0 of 1 fields (- is there, + is wanted):

  spec:
    template:
-     spec:
-       containers:
-       - name: proxy
-         image: registry.example.com/proxy:v7
-       - name: cart
-         image: registry.example.com/shop/cart:v1
-         ports:
-         - name: grpc
- ... 10 more lines"
`);
  });
});

describe('rejects', () => {
  test.each([
    [
      'several',
      () => manifests.find('Service', 'cart'),
      "2 objects fit Service 'cart', where one is asked for: say more, or take a part, below('prod/shop')\n" +
        '  Service shop-qa/cart (qa/shop/cart.yaml)\n  Service shop-e2e/cart (e2e/shop/cart.yaml)',
    ],
    [
      'a misspelt name',
      () => qa.find('Service', 'crat'),
      "there is no Service 'crat': did you mean 'cart'?",
    ],
    [
      'a name of nobody',
      () => qa.find('Service', 'shop-qa/recommendation'),
      "there is no Service 'shop-qa/recommendation': there are shop-qa/cart, shop-qa/web",
    ],
    [
      'a misspelt kind',
      () => qa.find('apps/Deploymnt'),
      "there is no apps/Deploymnt: did you mean 'Deployment'?",
    ],
    [
      'a kind of nobody',
      () => qa.below('qa/shop/web').find('Rollout'),
      'there is no Rollout: there are Deployment, NetworkPolicy, Service, ServiceAccount',
    ],
    [
      'any kind of nothing',
      () => manifests.below('prod').find('Service'),
      'there is no Service: there is nothing at all',
    ],
  ])('%s', (_, find, message) => {
    expect(messageOf(find)).toBe(message);
  });
});
