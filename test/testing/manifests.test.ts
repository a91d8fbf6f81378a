import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Microservice } from '../../lib/microservice/microservice';
import {
  absent,
  anything,
  arrayWith,
  capture,
  eachItem,
  exactly,
  Manifests,
  matching,
  objectLike,
  stringLike,
} from '../../lib/testing';
import { least, plainChart } from '../microservice/chart';
import { unseen } from '../problem/lines';
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

  test.each([
    ['nothing', undefined, 'undefined', ''],
    ['a number', 5, '5', ''],
    ['no path', '', '""', ''],
    ['a Map', new Map(), 'a Map', ''],
    ['a function', () => repo, 'a function', ': call the function'],
    ['a promise', Promise.resolve(repo), 'a Promise', ': `await` the promise'],
    ['manifests', qa, 'a Manifests', ''],
  ])('rejects %s', (_, source, got, hint) => {
    expect(messageOf(() => Manifests.of(unseen(source)))).toBe(
      `the manifests can't be read:\ngot ${got}, allowed a ConfigRepo or another construct, the path of a folder or a file, or a list of objects${hint}`,
    );
  });

  test('rejects options that nobody knows', () => {
    const { problems } = Manifests.read([], unseen({ kubernetes: 'abc', version: '1.28' }));
    expect(problems).toEqual([
      "options.version: isn't known, allowed kubernetes",
      'options.kubernetes: got "abc", allowed a version such as \'1.28\'',
    ]);
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

  test.each([
    ['what only begins alike', 'q', "did you mean 'qa'?"],
    ['a misspelt place', 'qa/sohp', "did you mean 'qa/shop'?"],
    ['a slash in front', '/qa/shop', "did you mean 'qa/shop'?"],
    ['a dot in front', './qa', "did you mean 'qa'?"],
    ['another place', 'production', 'there are argocd, e2e, qa'],
  ])('rejects %s, below which nothing is', (_, place, hint) => {
    expect(messageOf(() => manifests.below(place))).toBe(
      `there is nothing below '${place}': ${hint}`,
    );
  });

  test('rejects a place without a name', () => {
    expect(messageOf(() => manifests.below(''))).toBe(
      "below() got \"\", allowed a construct path or a folder: 'prod', 'prod/shop'",
    );
  });

  test('not below a construct that has none', () => {
    const chart = new Chart(new App(), 'shop');
    new Construct(chart, 'empty');
    new Microservice(chart, 'cart', least);
    expect(Manifests.of(chart).below('shop/empty').entries).toEqual([]);
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

  test('what is found in every item that fits, and so does each of all items', () => {
    const [found, each] = [capture(isText), capture(isText)];
    const shop = Manifests.of(cart);
    shop.all('Deployment', withContainers([{ image: found }]));
    shop.all('Deployment', {
      spec: { template: { spec: { containers: eachItem({ image: each }) } } },
    });
    const images = ['registry.example.com/proxy:v7', 'registry.example.com/shop/cart:v1'];
    expect(found.values).toEqual(images);
    expect(each.values).toEqual(images);
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
      () => Manifests.of([]).find('Service'),
      'there is no Service: there is nothing at all',
    ],
  ])('%s', (_, find, message) => {
    expect(messageOf(find)).toBe(message);
  });
});

describe('rejects a search that it would not understand:', () => {
  const search = (...query: readonly unknown[]) => messageOf(() => qa.has(...unseen(query)));

  test.each([
    [
      'no kind',
      [],
      "a search got undefined, allowed a kind first: 'Deployment', 'apps/Deployment'",
    ],
    [
      'a pattern for the kind',
      [{ spec: {} }],
      "a search got {\"spec\":{}}, allowed a kind first: 'Deployment', 'apps/Deployment'",
    ],
    [
      'an empty name',
      ['Pod', ''],
      "a search got \"\", allowed a name: 'cart', 'shop-prod/cart', 'cart-*'",
    ],
    [
      'no name before a pattern',
      ['Pod', undefined, {}],
      "a search got undefined, allowed a name before the pattern: 'cart', or '*' for any",
    ],
    [
      'an expression for a name',
      ['Pod', /front/, {}],
      "a search got a RegExp, allowed a name before the pattern: 'cart', or '*' for any",
    ],
    [
      'a number for a pattern',
      ['Pod', 5],
      'a search got 5, allowed an object as pattern: { spec: { replicas: 2 } }',
    ],
    [
      'a list for a pattern',
      ['Pod', 'cart', []],
      'a search got [], allowed an object as pattern: { spec: { replicas: 2 } }',
    ],
    [
      'a Map for a pattern',
      ['Pod', new Map()],
      'a search: the pattern: got a Map, allowed plain data and matchers',
    ],
    [
      'a Map in a pattern',
      ['Pod', { spec: { a: [new Map()] } }],
      'a search: spec.a[0]: got a Map, allowed plain data and matchers',
    ],
    [
      'an expression in a pattern',
      ['Pod', { a: /b/ }],
      'a search: a: got /b/, allowed plain data and matchers: stringLike(/b/) for text',
    ],
    [
      'a matcher that is not called',
      ['Pod', { a: absent }],
      'a search: a: got a function, allowed plain data and matchers',
    ],
    [
      'no number',
      ['Pod', { a: Number.NaN }],
      'a search: a: got NaN, allowed plain data and matchers',
    ],
    [
      'more than a pattern',
      ['Pod', 'cart', {}, {}],
      'a search got ["Pod","cart",{},{}], allowed a kind, a name and a pattern, and no more',
    ],
  ])('%s', (_, query, message) => {
    expect(search(...query)).toBe(message);
  });

  test('a pattern that holds itself', () => {
    const spec: Record<string, unknown> = {};
    spec.template = { spec };
    expect(search('Pod', { spec })).toBe(
      'a search: spec.template.spec: holds itself, allowed plain data and matchers',
    );
  });

  test.each([
    ['apps/v2/Deployment', "did you mean 'apps/v1/Deployment'?"],
    ['v1/Deployment', "did you mean 'apps/v1/Deployment'?"],
    ['batch/Deployment', "did you mean 'apps/v1/Deployment'?"],
    ['apps/v1/x/Deployment', "did you mean 'apps/v1/Deployment'?"],
  ])('another version or group, %s', (kind, hint) => {
    expect(messageOf(() => qa.find(kind))).toBe(`there is no ${kind}: ${hint}`);
  });
});

describe('rejects wrong arguments of', () => {
  test.each([
    [
      'arrayWith()',
      () => arrayWith(unseen({ a: 1 })),
      'arrayWith() got {"a":1}, allowed a list of patterns: arrayWith([{ name: \'cart\' }])',
    ],
    [
      'eachItem()',
      () => eachItem(unseen(new Map())),
      'eachItem(): the pattern: got a Map, allowed plain data and matchers',
    ],
    [
      'exactly()',
      () => exactly(unseen(/a/)),
      'exactly(): the pattern: got /a/, allowed plain data and matchers: stringLike(/a/) for text',
    ],
    [
      'objectLike()',
      () => objectLike(unseen('a')),
      'objectLike() got "a", allowed an object as pattern: { spec: { replicas: 2 } }',
    ],
    [
      'stringLike()',
      () => stringLike(unseen(5)),
      "stringLike() got 5, allowed text with '*', or a regular expression",
    ],
    [
      'matching()',
      () => matching('even', unseen(undefined)),
      "matching() got undefined, allowed words and a test: matching('an even number', isEven)",
    ],
    [
      'capture()',
      () => capture(unseen('a')),
      'capture() got "a", allowed a test of a value, or nothing',
    ],
    [
      'pod()',
      () => qa.pod(unseen(undefined)),
      "pod() got undefined, allowed a name first: 'cart', 'shop-prod/cart', 'prod/shop/cart'",
    ],
    [
      'pod(), its port',
      () => qa.pod('cart', unseen({})),
      "pod() got {}, allowed a port by number or name: 7070, 'grpc'",
    ],
    [
      'answerTo()',
      () => qa.pod('cart').answerTo(unseen(5)),
      "a question got 5, allowed a caller: 'frontend', '203.0.113.7'",
    ],
    [
      'findings(), its severity',
      () => qa.findings(unseen({ severity: 'errors' })),
      "filter.severity got \"errors\", allowed 'error' or 'warning'",
    ],
    [
      'findings(), a rule',
      () => qa.findings(unseen({ rules: ['missing-pod-prt'] })),
      'filter.rules got "missing-pod-prt", allowed \'missing-pod-port\'',
    ],
    [
      'findings(), its rules',
      () => qa.findings(unseen({ rules: 'host-path' })),
      'filter.rules got "host-path", allowed a list: [\'host-path\']',
    ],
    [
      'findings(), its filter',
      () => qa.findings(unseen({ rule: [] })),
      "filter.rule: isn't known, did you mean rules?",
    ],
  ])('%s', (_, call, message) => {
    expect(messageOf(call)).toBe(message);
  });
});

test('shows no more of a long value than a person reads', () => {
  const name = 'x'.repeat(2 ** 20);
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { a: name } };
  const long = Manifests.of([pod]);
  expect(messageOf(() => long.find('Pod', { spec: { a: `${name}y` } })).length).toBeLessThan(2000);
  expect(messageOf(() => long.find('Pod', 'y')).length).toBeLessThan(1000);
  expect(messageOf(() => long.find('Pod', `${name}y`)).length).toBeLessThan(1000);
});
