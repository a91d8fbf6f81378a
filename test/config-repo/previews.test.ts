import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { ConfigRepo, type ConfigRepoProps } from '../../lib/config-repo/config-repo';
import type { Environment } from '../../lib/environment/environment';
import { github, gitlab, type PreviewsSpec } from '../../lib/environment/previews';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { fieldsOf } from '../../lib/manifest/fields';
import type { Manifest } from '../../lib/manifest/manifest';
import { readYaml } from '../../lib/manifest/read-yaml';
import { Microservice } from '../../lib/microservice/microservice';
import { reachable } from '../../lib/reachability/reachability';
import { requireSystem, System } from '../../lib/system/system';
import { renderFiles } from '../../lib/writer/render';
import { kustomize } from '../argocd/preview/kustomize';
import { least } from '../microservice/chart';
import { expectYamlFiles } from '../yaml-snapshot';

const pullRequests = github({ owner: 'shop', repository: 'config' });

class Bank extends System {
  readonly ledger: Microservice<'grpc'>;

  constructor(environment: Environment) {
    super(environment, 'bank');
    this.ledger = new Microservice(this, 'ledger', { ...least, ports: { grpc: 9000 } });
  }
}

class Shop extends System {
  constructor(environment: Environment) {
    super(environment, 'shop');
    const cart = new Microservice(this, 'cart', { ...least, ports: { grpc: 7070 } });
    const { ledger } = requireSystem(environment, Bank);
    new Microservice(this, 'frontend', {
      ...least,
      image: undefined,
      ports: { http: { port: 80, target: 8080 } },
      env: {
        CART: cart.endpoint('grpc'),
        LEDGER: ledger.endpoint('grpc'),
        SELF: `https://${environment.host('shop')}/?of=frontend.shop-preview:80`,
      },
      exposed: { host: environment.host('shop'), tls: { credential: 'wildcard' } },
      replicas: { min: 1, max: 3, cpuPercent: 80 },
    });
  }
}

function environmentOf(previews: PreviewsSpec, more: Partial<EnvironmentSpec> = {}) {
  const spec: EnvironmentSpec<'preview'> = {
    ...more,
    name: 'preview',
    tier: 'preproduction',
    cluster: { name: 'preproduction' },
    domain: 'preview.example.com',
    mesh: { kind: 'istio' },
    previews,
  };
  return spec;
}

function repoOf(
  previews: PreviewsSpec = { pullRequests },
  more: Partial<EnvironmentSpec> = {},
  props: Partial<ConfigRepoProps<readonly EnvironmentSpec[]>> = {},
) {
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/shop/config.git',
    environments: [environmentOf(previews, more)],
    images: () => ({
      pins: { 'shop/frontend': 'registry.example.com/shop/frontend:v1' },
      problems: [],
    }),
    ...props,
  });
  repo.deploy(Bank);
  repo.deploy(Shop);
  return repo;
}

/** A repo of one system, which is filled like this. */
function repoWith(fill: (system: System) => void) {
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/shop/config.git',
    environments: [environmentOf({ pullRequests })],
  });
  repo.deploy(
    class extends System {
      constructor(environment: Environment) {
        super(environment, 'shop');
        fill(this);
      }
    },
  );
  return repo;
}

/** The manifests of the environment, and their copy for pull request 12. */
function copies(repo: ReturnType<typeof repoOf>) {
  const { manifests, problems } = repo.synthesize();
  expect(problems).toEqual([]);
  const before: Manifest[] = [];
  const after: Manifest[] = [];
  for (const system of ['bank', 'shop']) {
    const own = manifests.flatMap(({ file, manifest }) =>
      file.startsWith(`preview/${system}/`) ? [manifest] : [],
    );
    const kustomization = own.find(({ kind }) => kind === 'Kustomization');
    if (kustomization === undefined) throw new Error(`${system} has no kustomization`);
    const resources = own.filter((manifest) => manifest !== kustomization);
    before.push(...resources.filter(({ metadata }) => metadata.name !== 'supercargo-preview'));
    after.push(...kustomize(kustomization, resources, `${system}-preview-12`));
  }
  return { before, after };
}

test('has a kustomization for each system, and an ApplicationSet of pull requests', () => {
  const { manifests } = repoOf().synthesize();
  const files = [...renderFiles(manifests)].filter(([file]) =>
    /^argocd\/|kustomization/.test(file),
  );
  expectYamlFiles(join(__dirname, 'snapshots/previews'), new Map(files));
});

test('copies an environment so that nothing of it is left in the copy', () => {
  const { before, after } = copies(repoOf());
  const pattern = /\b(?:bank|shop)-preview\b(?!-12)|\bshop\.preview\.example\.com/g;
  const left = after.flatMap((manifest) => JSON.stringify(manifest).match(pattern) ?? []);
  const instances = after.flatMap(
    (manifest) => JSON.stringify(manifest).match(/instance":"(?:bank|shop)-preview"/g) ?? [],
  );
  expect(left).toHaveLength(instances.length);
  expect(after).toHaveLength(before.length);
  const frontend = after.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'frontend',
  );
  expect(JSON.stringify(frontend)).toContain(
    'https://shop-12.preview.example.com/?of=frontend.shop-preview-12:80',
  );
});

test('opens in the copy what is open in the environment', () => {
  const { before, after } = copies(repoOf());
  const opened = (manifests: readonly Manifest[]) =>
    [...reachable(manifests).opened()]
      .flatMap(({ from, to, ports }) =>
        from.flatMap((one) =>
          to.map((other) => `${one.id} -> ${other.id} ${JSON.stringify(ports)}`),
        ),
      )
      .map((line) => line.replaceAll('-preview-12', '-preview'))
      .toSorted();
  expect(opened(after).map((line) => line.split(' {')[0]?.split(' [')[0])).toContain(
    'shop-preview/frontend -> bank-preview/ledger',
  );
  expect(opened(after)).toEqual(opened(before));
});

test('closes a copy to the others, and the environment to its copies', () => {
  const { before, after } = copies(repoOf());
  const other: readonly Manifest[] = JSON.parse(
    JSON.stringify(after).replaceAll('-preview-12', '-preview-13'),
  );
  const all = reachable([...before, ...after, ...other]);
  const across = [...all.opened()].flatMap(({ from, to }) =>
    from.flatMap((one) =>
      to.flatMap((another) =>
        numberOf(one) === numberOf(another) ? [] : [`${one.id} -> ${another.id}`],
      ),
    ),
  );
  expect(across).toEqual([]);

  function numberOf(peer: object): string {
    const namespace = String(fieldsOf(peer).namespace);
    return /^(?:shop|bank)-/.test(namespace) ? namespace.replace(/^\w+-/, '') : 'none';
  }
});

test('takes a pull request of an application as an image', () => {
  const images = { 'shop/frontend': 'ghcr.io/shop/frontend:{sha7}-{branch}' };
  const { manifests, problems } = repoOf(
    {
      pullRequests: gitlab({ project: 'shop/frontend', labels: [] }),
      images,
      every: '1m',
      branches: { to: '^main$' },
    },
    {
      sync: {
        windows: [{ kind: 'deny', schedule: '0 1 * * *', duration: '1h', systems: ['shop'] }],
      },
    },
  ).synthesize();
  expect(problems).toEqual([]);
  const find = (name: string, kind: string) =>
    manifests.find(({ manifest }) => manifest.kind === kind && manifest.metadata.name === name)
      ?.manifest;
  expect(find('shop-preview', 'ApplicationSet')).toMatchObject({
    spec: {
      generators: [
        {
          pullRequest: {
            gitlab: { project: 'shop/frontend', pullRequestState: 'opened' },
            filters: [{ targetBranchMatch: '^main$' }],
            requeueAfterSeconds: 60,
          },
        },
      ],
      template: {
        spec: {
          source: {
            targetRevision: 'main',
            kustomize: {
              namespace: 'shop-preview-{{ .number }}',
              images: [
                'registry.example.com/shop/frontend=ghcr.io/shop/frontend:{{ .head_short_sha_7 }}-{{ .branch_slug }}',
              ],
            },
          },
        },
      },
    },
  });
  expect(JSON.stringify(find('bank-preview', 'ApplicationSet'))).not.toContain('images');
  expect(JSON.stringify(find('shop-preview', 'ApplicationSet'))).not.toContain('labels":[');
  expect(find('preview', 'AppProject')).toMatchObject({
    spec: { syncWindows: [{ applications: ['shop-preview-*'] }] },
  });
});

test('asks nobody before what holds data goes with its pull request', () => {
  const { manifests } = repoOf().synthesize();
  expect(JSON.stringify(manifests)).not.toContain('Delete=confirm');
});

test('has nothing that is for kustomize taken for an object', () => {
  const { manifests } = repoOf().synthesize();
  const text = renderFiles(manifests).get('preview/shop/kustomization.yaml') ?? '';
  expect(text).toContain('kind: Kustomization');
  expect(readYaml('kustomization.yaml', text)).toEqual({ manifests: [], problems: [] });
});

test.each<[string, (system: System) => void, string]>([
  [
    'what has no namespace',
    (system) =>
      new ApiObject(system, 'class', {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: 'high' },
        value: 1,
      }),
    'it has no namespace, so all of them would be one: leave it to whoever runs the cluster',
  ],
  [
    'a certificate in the namespace of the gateway',
    (system) =>
      new ApiObject(system, 'c', {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'shop', namespace: 'istio-ingress' },
        spec: { secretName: 'shop', issuerRef: { name: 'x' } },
      }),
    "it is in namespace 'istio-ingress' and not in 'shop-preview': have a certificate for '*' and the domain there, and name its Secret: tls: { credential: '...' }",
  ],
  [
    'a port of all nodes',
    (system) =>
      new ApiObject(system, 's', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's' },
        spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] },
      }),
    'spec.ports[0].nodePort: got 30080, allowed none: Kubernetes chooses one',
  ],
  [
    'an address inside of the cluster',
    (system) =>
      new ApiObject(system, 's', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's' },
        spec: { clusterIP: '10.96.0.7', ports: [{ port: 80 }] },
      }),
    'spec.clusterIP: got 10.96.0.7, allowed none: Kubernetes chooses one',
  ],
  [
    'what is sealed for its namespace',
    (system) =>
      new ApiObject(system, 's', {
        apiVersion: 'bitnami.com/v1alpha1',
        kind: 'SealedSecret',
        metadata: { name: 's' },
        spec: { encryptedData: { a: 'AgB' } },
      }),
    "it is sealed for one namespace: seal it with --scope cluster-wide, and say scope: 'cluster-wide'",
  ],
  [
    'a name that is the namespace',
    (system) =>
      new ApiObject(system, 's', {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'shop-preview' },
      }),
    'its name has the namespace or a host in it, and stays, while what names it is changed: call it something else',
  ],
  [
    'a key that is a host',
    (system) =>
      new ApiObject(system, 's', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 's' },
        data: { 'shop.preview.example.com': 'x' },
      }),
    'data.shop.preview.example.com: the key has the namespace or a host in it: only values can',
  ],
  [
    'a key that kustomize takes for a place',
    (system) =>
      new ApiObject(system, 's', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 's' },
        data: { 80: 'shop-preview' },
      }),
    "data.80: kustomize finds no value whose key is '80': call it something else",
  ],
  [
    'all hosts of the domain',
    (system) =>
      new ApiObject(system, 's', {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name: 's' },
        spec: {
          selector: { istio: 'x' },
          servers: [
            {
              port: { number: 80, name: 'http', protocol: 'HTTP' },
              hosts: ['*.preview.example.com'],
            },
          ],
        },
      }),
    "spec.servers.0.hosts.0: got '*.preview.example.com', allowed a host with one label more: environment.host('shop')",
  ],
])('rejects %s', (_, fill, message) => {
  const { problems } = repoWith(fill).synthesize();
  const copied = problems.filter((problem) => problem.includes('for each pull request'));
  expect(copied).toEqual([expect.stringMatching(/^\[preview\/shop\/\w+\] /)]);
  expect(copied[0]?.split("can't be there once for each pull request: ")[1]).toBe(message);
});

test('rejects pull requests of another repository, unless they build images', () => {
  const elsewhere = github({ owner: 'shop', repository: 'frontend' });
  expect(repoOf({ pullRequests: elsewhere }).synthesize().problems).toEqual([
    'environments.preview.previews.pullRequests: got "shop/frontend", allowed those of the config repo, https://git.example.com/shop/config.git; or name the images that they build, in previews.images',
  ]);
  const images = { 'shop/frontend': 'registry.example.com/shop/frontend:{sha}' };
  expect(repoOf({ pullRequests: elsewhere, images }).synthesize().problems).toEqual([]);
});

test.each([
  'git@git.example.com:shop/config.git',
  'ssh://git@git.example.com/Shop/Config',
  'https://git.example.com/shop/config/',
])('knows %s for the config repo', (repository) => {
  expect(repoOf({ pullRequests }, {}, { repository }).synthesize().problems).toEqual([]);
});

test('rejects images that the environment does not have, or that its policy does not allow', () => {
  const images = {
    'bank/ledger': 'registry.example.com/bank/ledger:{sha}',
    'shop/frontend': 'example.org/frontend:{sha}',
    'shopp/cart': 'registry.example.com/cart:{sha}',
  };
  const imagePolicy = { registries: ['registry.example.com'] };
  expect(repoOf({ pullRequests, images }, { imagePolicy }).synthesize().problems).toEqual([
    '[preview] previews.images.bank/ledger: has no pin in envs/preview.images.json, which says what it is in place of: add one',
    '[preview] previews.images.shop/frontend: got "example.org/frontend:{sha}", allowed from registry.example.com, by imagePolicy.registries',
    '[preview] previews.images.shopp/cart: got "shopp", allowed a system of \'preview\': bank, shop',
  ]);
});

test('rejects names that leave no room for a number', () => {
  const name = 's'.repeat(50);
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/shop/config.git',
    environments: [environmentOf({ pullRequests })],
  });
  repo.deploy(
    class extends System {
      constructor(environment: Environment) {
        super(environment, name);
      }
    },
  );
  expect(repo.synthesize().problems).toEqual([
    expect.stringContaining(
      `[preview/${name}] namespace: got "${name}-preview-999999", allowed a DNS label`,
    ),
  ]);
});
