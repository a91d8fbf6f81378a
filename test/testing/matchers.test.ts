import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App, Chart } from 'cdk8s';
import { allow } from '../../lib/config-repo/allow';
import { Microservice } from '../../lib/microservice/microservice';
import { Manifests, matchers, readYamlFiles } from '../../lib/testing';
import '../../lib/testing/jest';
import { least } from '../microservice/chart';
import { unseen } from '../problem/lines';
import { cart, deployment } from './cart';
import { messageOf } from './message';
import { shopRepo } from './shop';

const { repo, systems } = shopRepo();
const manifests = Manifests.of(repo);
const qa = manifests.below('qa/shop');

describe('toContainManifest', () => {
  test('takes manifests, and what they can be read from', () => {
    expect(qa).toContainManifest('Deployment', 'cart', { spec: { replicas: 1 } });
    expect(repo).toContainManifest('Application');
    for (const system of systems) expect(system).toContainManifest('Deployment', 'web');
    expect([]).not.toContainManifest('Deployment');
    expect(qa).not.toContainManifest('Deployment', { spec: { replicas: 2 } });
  });

  test('says what there is instead', () => {
    const fails = () =>
      expect(qa).toContainManifest('Deployment', 'cart', { spec: { replicas: 2 } });
    expect(messageOf(fails)).toMatchInlineSnapshot(`
"Deployment shop-qa/cart (qa/shop/cart.yaml) fits in 0 of 1 fields (- is there, + is wanted):

  spec:
-   replicas: 1
+   replicas: 2"
`);
  });

  test('says what there is, and should not be', () => {
    const fails = () => expect(manifests).not.toContainManifest('Service', 'cart');
    expect(messageOf(fails)).toMatchInlineSnapshot(`
"there should be no Service 'cart', and there is:
  Service shop-qa/cart (qa/shop/cart.yaml)
  Service shop-e2e/cart (e2e/shop/cart.yaml)"
`);
  });
});

describe('toBeReachableFrom', () => {
  test.each([
    ['names', 'shop-qa/cart', 7070, 'shop-qa/web'],
    ['names of one end, beside the other', 'cart', 7070, 'shop-qa/web'],
    ['constructs', 'qa/shop/cart', 7070, 'qa/shop/web'],
    ["a port's name", 'qa/shop/cart', 'grpc', 'web'],
    ['the only port', 'qa/shop/cart', undefined, 'web'],
  ])('takes %s', (_, name, port, from) => {
    expect(manifests.pod(name, port)).toBeReachableFrom(from);
  });

  test('takes a port of the Service for the one of the pods', () => {
    expect(manifests.pod('qa/shop/web', 80).answerTo('cart').port).toBe(8080);
    expect(manifests.pod('qa/shop/web', 8080).answerTo('cart').port).toBe(8080);
  });

  test('asks of an address', () => {
    expect(manifests.pod('qa/shop/cart')).not.toBeReachableFrom('203.0.113.7', '2001:db8::1');
  });

  test('judges a system among all others', () => {
    const [system] = systems;
    if (system === undefined) throw new Error('no system');
    expect(Manifests.of(system).pod('shop-qa/cart')).not.toBeReachableFrom('shop-e2e/web');
  });

  test('takes what is open under conditions for neither, until the request is known', () => {
    const labelled = { name: 'shop', labels: { 'istio-injection': 'enabled' } };
    const policy = {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'pages', namespace: 'shop' },
      spec: { rules: [{ to: [{ operation: { paths: ['/pages/*'] } }] }] },
    };
    const shop = Manifests.of([
      ...cart,
      { apiVersion: 'v1', kind: 'Namespace', metadata: labelled },
      policy,
    ]);
    const pages = shop.pod('cart', 'grpc');
    expect(pages.answerTo('203.0.113.7').allowed).toBe('conditional');
    expect(messageOf(() => expect(pages).toBeReachableFrom('203.0.113.7'))).toMatch(
      /should be open/,
    );
    expect(messageOf(() => expect(pages).not.toBeReachableFrom('203.0.113.7'))).toMatch(
      /should be closed/,
    );
    const asked = (path: string) => shop.pod('cart', 'grpc', { request: { path } });
    expect(asked('/pages/1')).toBeReachableFrom('203.0.113.7');
    expect(asked('/admin')).not.toBeReachableFrom('203.0.113.7');
  });

  test('says what closes a port, for each caller', () => {
    const fails = () =>
      expect(manifests.pod('qa/shop/web', 80)).toBeReachableFrom('cart', 'shop-e2e/web');
    expect(messageOf(fails)).toMatchInlineSnapshot(`
"preproduction: shop-qa/cart -> preproduction: shop-qa/web TCP 8080: closed, and should be open
  NetworkPolicy shop-qa/default-deny, NetworkPolicy shop-qa/cart close what preproduction: shop-qa/cart sends: allow it egress to preproduction: shop-qa/web on TCP 8080
  NetworkPolicy shop-qa/default-deny, NetworkPolicy shop-qa/web close what preproduction: shop-qa/web receives: allow it ingress from preproduction: shop-qa/cart on TCP 8080
preproduction: shop-e2e/web -> preproduction: shop-qa/web TCP 8080: closed, and should be open
  NetworkPolicy shop-e2e/default-deny, NetworkPolicy shop-e2e/web close what preproduction: shop-e2e/web sends: allow it egress to preproduction: shop-qa/web on TCP 8080
  NetworkPolicy shop-qa/default-deny, NetworkPolicy shop-qa/web close what preproduction: shop-qa/web receives: allow it ingress from preproduction: shop-e2e/web on TCP 8080"
`);
  });

  test('says what opens a port, for one caller of several', () => {
    const fails = () =>
      expect(manifests.pod('qa/shop/cart')).not.toBeReachableFrom('shop-e2e/web', 'shop-qa/web');
    expect(messageOf(fails)).toMatchInlineSnapshot(`
"preproduction: shop-qa/web -> preproduction: shop-qa/cart TCP 7070: open, and should be closed
  egress of preproduction: shop-qa/web: open, by NetworkPolicy shop-qa/web spec.egress[1]
  ingress of preproduction: shop-qa/cart: open, by NetworkPolicy shop-qa/cart spec.ingress[0]
  mesh at preproduction: shop-qa/cart: open, preproduction: shop-qa/cart is not in the mesh"
`);
  });

  test.each([
    [
      'a caller of nobody',
      'qa/shop/cart',
      7070,
      'weeb',
      "no pods are named 'weeb': did you mean 'web'?",
    ],
    [
      'a name of several',
      'cart',
      7070,
      'web',
      "'cart' may be 'preproduction: shop-qa/cart', 'preproduction: shop-e2e/cart': name one of these",
    ],
    [
      'a port of nobody',
      'qa/shop/web',
      'grpc',
      'cart',
      "qa/shop/web: got port 'grpc', allowed 80, http, 8080, a number from 1 to 65535",
    ],
  ])('rejects %s', (_, name, port, from, message) => {
    expect(messageOf(() => expect(manifests.pod(name, port)).toBeReachableFrom(from))).toBe(
      message,
    );
  });
});

describe('toHaveNoFindings', () => {
  const chart = (image: string) => {
    const shop = new Chart(new App(), 'shop', { namespace: 'shop' });
    new Microservice(shop, 'cart', { ...least, image, ports: { grpc: 7070 } });
    return shop;
  };

  test('takes what is in order, and what is allowed', () => {
    const shop = chart('cart:v1');
    allow(shop, 'unused-service', 'because others call it');
    expect(shop).toHaveNoFindings({ severity: 'error' });
    expect(shop).toHaveNoFindings({ rules: ['unused-service', 'missing-pod-port'] });
  });

  test('tells of waivers, which are on no object', () => {
    const shop = chart('cart:v1');
    allow(App.of(shop), 'host-path', 'because');
    const unused = { rules: ['unused-waiver'] } as const;
    expect(Manifests.of(App.of(shop)).findings(unused)).toHaveLength(1);
    expect(Manifests.of(shop).findings(unused)).toHaveLength(0);
  });

  test('judges for a version of Kubernetes', () => {
    const rules = ['removed-api-version'] as const;
    const schema = { apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3', kind: 'FlowSchema' };
    const objects = [{ ...schema, metadata: { name: 'all' } }];
    expect(Manifests.of(objects, { kubernetes: '1.28' })).toHaveNoFindings({ rules });
    expect(Manifests.of(objects, { kubernetes: '1.32' })).not.toHaveNoFindings({ rules });
  });

  test('leaves to others what is theirs', () => {
    const { repo, systems } = shopRepo();
    const [first, second] = systems;
    if (first === undefined || second === undefined) throw new Error('no systems');
    for (const microservice of ['cart', 'web'])
      allow(first.node.findChild(microservice), 'unused-service', 'because');
    expect(first).toHaveNoFindings({ rules: ['unused-service'] });
    expect(second).not.toHaveNoFindings({ rules: ['unused-service'] });
    expect(Manifests.of(repo).below('qa')).toHaveNoFindings({ rules: ['unused-service'] });
  });

  test('says what rules find', () => {
    const pod = { containers: [{ name: 'cart', image: 'cart:v1', ports: 7070 }] };
    const fails = () =>
      expect([
        { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'cart' }, spec: pod },
      ]).toHaveNoFindings({ rules: ['wrong-type', 'run-as-non-root'] });
    expect(messageOf(fails)).toMatchInlineSnapshot(`
"error [item 0] Pod cart: spec.containers[0].ports: got 7070, allowed a list (wrong-type)
error [item 0] Pod cart: spec.securityContext.runAsNonRoot: is missing, allowed true (Running as Non-root) (run-as-non-root)"
`);
  });

  test('says that rules find nothing, and should', () => {
    expect(messageOf(() => expect([]).not.toHaveNoFindings())).toBe(
      'rules should find something, and find nothing',
    );
  });
});

describe('toMatchYamlSnapshot', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kit-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What jest gives to a matcher. */
  const context = (mode: string) => ({
    testPath: join(folder, 'shop.test.ts'),
    currentTestName: 'the shop is what it was',
    snapshotState: { _updateSnapshot: mode },
  });
  const match = (mode: string, received: unknown, name?: string) =>
    matchers.toMatchYamlSnapshot.call(context(mode), received, name);
  const kept = () => readYamlFiles(join(folder, '__yaml__'));

  const { env } = process;
  beforeEach(() => {
    // As at a desk, even where these tests run in CI.
    process.env = { ...env, CI: '' };
  });
  afterEach(() => {
    process.env = env;
  });

  test('keeps a file for each system, as it is written', () => {
    expect(match('new', manifests).pass).toBe(true);
    const test = 'shop/the-shop-is-what-it-was';
    expect([...kept().keys()]).toEqual(
      ['argocd', 'argocd/applications', 'argocd/projects', 'e2e/shop', 'qa/shop'].map(
        (path) => `${test}/${path}.yaml`,
      ),
    );
    const files = manifests.files();
    const parts = ['cart', 'namespace', 'web'].map(
      (name) => `# qa/shop/${name}.yaml\n${files.get(`qa/shop/${name}.yaml`)}`,
    );
    expect(kept().get(`${test}/qa/shop.yaml`)).toBe(parts.join('---\n'));
  });

  test('keeps others under a name of their own', () => {
    match('new', qa.below('qa/shop/cart'), 'cart');
    expect([...kept().keys()]).toEqual(['shop/cart/qa/shop.yaml']);
    expect(match('none', qa.below('qa/shop/cart'), 'cart').pass).toBe(true);
  });

  test('rejects what has changed, and what is gone', () => {
    const at = (file: string) => cart.map((entry) => ({ ...entry, file }));
    match('new', [...at('qa/shop/cart.yaml'), ...at('e2e/shop/cart.yaml')], 'all');
    const before = kept();
    const changed = JSON.parse(
      JSON.stringify(at('qa/shop/cart.yaml')).replace('cart:v1', 'cart:v2'),
    );
    const { pass, message } = match('new', changed, 'all');
    expect(pass).toBe(false);
    expect(message().replaceAll(relative(process.cwd(), folder), '.')).toMatchInlineSnapshot(`
"./__yaml__/shop/all/qa/shop.yaml differs from what is rendered:
-34:         image: registry.example.com/shop/cart:v1
+34:         image: registry.example.com/shop/cart:v2
./__yaml__/shop/all holds what isn't rendered: e2e/shop.yaml
If that is meant, run \`npx jest -u\` and review the changed files."
`);
    expect(kept()).toEqual(before);
  });

  test('keeps objects without a file, and files from anywhere, within its folder', () => {
    const [first] = cart;
    if (first === undefined) throw new Error('no objects');
    match('new', [deployment()], 'plain');
    expect(match('none', [deployment()], 'plain').pass).toBe(true);
    const files = ['/tmp/abc/x.yaml', '../../../a/y.yml', 'b/../c/z.yaml', 'qa/shop/w.json'];
    match(
      'new',
      files.map((file) => ({ ...first, file })),
      'files',
    );
    expect([...kept().keys()]).toEqual([
      'shop/files/a.yaml',
      'shop/files/c.yaml',
      'shop/files/qa/shop.yaml',
      'shop/files/x.yaml',
      'shop/plain/objects.yaml',
    ]);
    expect(kept().get('shop/files/x.yaml')).toMatch(/^# x\.yaml\n/);
  });

  test('sees files that go by .yml', () => {
    match('new', [deployment()], 'plain');
    writeFileSync(join(folder, '__yaml__/shop/plain/old.yml'), '');
    expect(match('new', [deployment()], 'plain').message()).toContain(
      "/__yaml__/shop/plain holds what isn't rendered: old.yml",
    );
  });

  test.each(['', 5, {}])('rejects the name %j', (name) => {
    expect(messageOf(() => match('new', qa, unseen(name)))).toBe(
      `toMatchYamlSnapshot() got ${JSON.stringify(name)}, allowed a name: 'small', or nothing`,
    );
  });

  test.each(['none', 'new', 'all'])('rejects no objects at all: %s', (mode) => {
    expect(messageOf(() => match(mode, []))).toBe(
      'there are no objects, so there is nothing to keep: ask for what should be there',
    );
  });

  test('is written anew with -u', () => {
    match('new', manifests, 'all');
    expect(match('all', qa, 'all').pass).toBe(true);
    expect([...kept().keys()]).toEqual(['shop/all/qa/shop.yaml']);
  });

  test.each([
    ['with --ci', 'none', ''],
    ['in CI', 'new', 'true'],
    ['in CI, even with -u', 'all', 'true'],
  ])('rejects a missing one %s', (_, mode, CI) => {
    process.env.CI = CI;
    const { pass, message } = match(mode, qa, 'new');
    expect(pass).toBe(false);
    expect(message().replaceAll(relative(process.cwd(), folder), '.')).toBe(
      './__yaml__/shop/new/qa/shop.yaml is missing\nIf that is meant, run `npx jest -u` and review the changed files.',
    );
    expect(kept().size).toBe(0);
  });

  test('rejects a runner that tells no file', () => {
    expect(messageOf(() => matchers.toMatchYamlSnapshot(qa))).toBe(
      'the runner of the tests tells no file: use toMatchYamlFile(file), which says it',
    );
  });

  test('asks jest what it was told to write', () => {
    expect(['all', 'new', 'none']).toContain(
      Reflect.get(expect.getState().snapshotState, '_updateSnapshot'),
    );
  });
});

test.each([
  [
    'no manifests',
    () => matchers.toContainManifest(5, 'Pod'),
    "expect() got 5, allowed manifests: Manifests.of(...), a construct, a folder's path",
  ],
  [
    'no pods',
    () => matchers.toBeReachableFrom('cart', 'web'),
    'expect() got "cart", allowed pods and a port: manifests.pod(\'shop-prod/cart\', 7070)',
  ],
  [
    'no caller',
    () => matchers.toBeReachableFrom(manifests.pod('cart')),
    "toBeReachableFrom() needs a caller: 'frontend'",
  ],
  [
    'no text',
    () => matchers.toMatchYamlFile(qa, 'cart.yaml'),
    /^expect\(\) got .*, allowed text: emitYaml\(\[manifest\]\)$/,
  ],
  [
    'no file',
    () => matchers.toMatchYamlFile('a', unseen(undefined)),
    "toMatchYamlFile() got undefined, allowed a file: join(__dirname, 'cart.yaml')",
  ],
  [
    'a search without a kind',
    () => matchers.toContainManifest(qa, unseen({})),
    "a search got {}, allowed a kind first: 'Deployment', 'apps/Deployment'",
  ],
  [
    'a kept file with not',
    () => expect('a').not.toMatchYamlFile('a.yaml'),
    'a file that is kept should be the same: without `not`',
  ],
])('rejects %s', (_, fails, message) => {
  expect(messageOf(fails)).toEqual(
    typeof message === 'string' ? message : expect.stringMatching(message),
  );
});
