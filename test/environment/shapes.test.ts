import { ConfigRepo } from '../../lib/config-repo/config-repo';
import type { Environment } from '../../lib/environment/environment';
import { github } from '../../lib/environment/previews';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { Microservice } from '../../lib/microservice/microservice';
import { System } from '../../lib/system/system';
import { least } from '../microservice/chart';

const pullRequests = github({ owner: 'example', repository: 'shop' });

class Shop extends System {
  constructor(environment: Environment) {
    super(environment, 'shop');
    const cart = new Microservice(this, 'cart', { ...least, ports: { grpc: 7070 } });
    new Microservice(this, 'frontend', { ...least, env: { CART: cart.endpoint('grpc') } });
  }
}

/** What is wrong with an environment that was written without a compiler. */
function problemsOf(fields: object): readonly string[] {
  const spec: EnvironmentSpec = Object.assign(
    {
      name: 'qa',
      tier: 'preproduction' as const,
      cluster: { name: 'in-cluster' },
      domain: 'qa.example.com',
      mesh: { kind: 'istio' as const },
    },
    fields,
  );
  const repository = 'https://git.example.com/shop/config.git';
  const repo = new ConfigRepo({ repository, environments: [spec] });
  repo.deploy(Shop);
  return repo.synthesize().problems;
}

test.each([
  [
    { access: { dialects: 'istio' } },
    `[qa] access.dialects: got "istio", allowed a list of text: ['a', 'b']`,
  ],
  [{ access: 'istio' }, '[qa] access: got "istio", allowed an object: { ... }'],
  [{ access: { dns: 53 } }, '[qa] access.dns: got 53, allowed an object: { ... }'],
  [
    { access: { dns: { ports: 53 } } },
    '[qa] access.dns.ports: got 53, allowed a list of numbers: [53]',
  ],
  [
    { access: { prometheus: {} } },
    '[qa] access.prometheus.namespace: is missing: say in which namespace the pods are',
    '[qa] access.prometheus.labels: is missing: say which labels the pods have',
  ],
  [
    { access: { gateway: { namespace: 'a', labels: ['b'] } } },
    `[qa] access.gateway.labels: got a list of 1, allowed text by key: { app: 'a' }`,
  ],
  [{ access: { apiServer: {} } }, '[qa] access.apiServer.cidrs: is missing: name its addresses'],
  [
    { access: { kubeletCidrs: '10.0.0.0/8' } },
    `[qa] access.kubeletCidrs: got "10.0.0.0/8", allowed a list of text: ['a', 'b']`,
  ],
  [
    { imagePolicy: { registry: ['ghcr.io'] } },
    "[qa] imagePolicy.registry: isn't known, allowed requireDigest, registries",
  ],
  [{ mesh: { kind: 'istio', rev: 'a' } }, "[qa] mesh.rev: isn't known, did you mean revision?"],
  [{ quota: { cpus: '4' } }, "[qa] quota.cpus: isn't known, did you mean cpu?"],
  [
    { cluster: { name: 'in-cluster', dns: 'a' } },
    "[qa] cluster.dns: isn't known, did you mean dnsDomain?",
  ],
  [{ imagePolicy: 'strict' }, '[qa] imagePolicy: got "strict", allowed an object: { ... }'],
  [
    { imagePolicy: { registries: 'ghcr.io' } },
    `[qa] imagePolicy.registries: got "ghcr.io", allowed a list of text: ['a', 'b']`,
  ],
  [
    { imagePolicy: { requireDigest: 'yes' } },
    '[qa] imagePolicy.requireDigest: got "yes", allowed true or false',
  ],
  [
    { previews: {} },
    "[qa] previews.pullRequests: is missing: add github({ owner: 'example', repository: 'shop' })",
  ],
  [
    { previews: { pullRequests: { kind: 'svn' } } },
    '[qa] previews.pullRequests: got kind "svn", allowed what azureDevOps(), bitbucket(), bitbucketServer(), gitea(), github() and gitlab() give',
  ],
  [
    { previews: { pullRequests, images: ['a'] } },
    `[qa] previews.images: got a list of 1, allowed text by key: { app: 'a' }`,
  ],
  [
    { previews: { pullRequests: { ...pullRequests, labels: 'preview', token: 'a' } } },
    `[qa] previews.pullRequests.labels: got "preview", allowed a list of text: ['a', 'b']`,
    "[qa] previews.pullRequests.token: got text, which isn't shown here, allowed { name: ..., key: ... }",
  ],
  [
    { observability: { scraping: 'yes', releases: {} } },
    '[qa] observability.scraping: got "yes", allowed an object: { ... }',
    '[qa] observability.releases: got {}, allowed a list: [ ... ]',
  ],
])('rejects %j, and tells what it should look like', (fields, ...problems) => {
  expect(problemsOf(fields)).toEqual(problems);
});

test('rejects ways of exposure that are no list', () => {
  expect(problemsOf({ exposure: 'Ingress' })).toEqual([
    `[qa] exposure: got "Ingress", allowed a list of text: ['a', 'b']`,
  ]);
});

test('knows what of the name servers is not said', () => {
  expect(problemsOf({ access: { dns: {} } })).toEqual([]);
  expect(problemsOf({ access: { dns: { ports: [5353] } } })).toEqual([]);
});
