import { join } from 'node:path';
import {
  ClusterIssuer,
  ConfigRepo,
  defineEnvironment,
  defineEnvironments,
  type Environment,
  Issuer,
  openAcmeSolvers,
  System,
} from '../../lib';
import type { AccessSpec } from '../../lib/environment/access';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import type { IssuerProps } from '../../lib/traffic/issuer';
import { emitYaml } from '../../lib/writer/yaml';
import { expectYaml } from '../yaml-snapshot';

const http01: IssuerProps = { acme: { solvers: [{ http01: { ingressClass: 'nginx' } }] } };
const dns01: IssuerProps = {
  acme: { solvers: [{ dns01: { azureDns: { subscriptionId: 'a', resourceGroupName: 'dns' } } }] },
};

/** What a system of a namespace comes to, with all checks. */
function synth(
  make: (system: System) => void,
  spec: Partial<Omit<EnvironmentSpec, 'name' | 'promotedFrom'>> = {},
) {
  class Shop extends System {
    constructor(environment: Environment) {
      super(environment, 'shop');
      make(this);
    }
  }
  const qa = defineEnvironment({
    name: 'qa',
    tier: 'preproduction',
    cluster: { name: 'one' },
    domain: 'example.com',
    sync: { clusterKinds: [{ group: 'cert-manager.io', kind: 'ClusterIssuer' }] },
    ...spec,
  });
  const repository = 'https://git.example.com/shop/config.git';
  const environments = defineEnvironments(qa);
  const repo = new ConfigRepo({ repository, environments, outdir: '/nowhere' });
  repo.deploy(Shop);
  const { manifests, problems, warnings } = repo.synthesize();
  const solvers = manifests.filter(({ file }) => file === 'qa/shop/acme-solvers.yaml');
  return { problems, warnings, solvers: solvers.map(({ manifest }) => manifest) };
}

const issuer = (props: IssuerProps) => (system: System) => {
  new Issuer(system, 'letsencrypt', props);
};
const access = (...dialects: NonNullable<AccessSpec['dialects']>) => ({ access: { dialects } });

test('an Issuer by HTTP-01 has the gateway let in to what answers, in all words', () => {
  const { problems, warnings, solvers } = synth(issuer(http01), access('kubernetes', 'cilium'));
  expect([problems, warnings]).toEqual([[], []]);
  expectYaml(join(__dirname, 'snapshots/acme-solvers.yaml'), emitYaml(solvers));
});

test('what answers has no proxy, so that a mesh has no say', () => {
  const mesh = { kind: 'istio' } as const;
  const both = synth(issuer(http01), { mesh, ...access('kubernetes', 'istio') });
  expect(both.problems).toEqual([]);
  expect(both.solvers.map(({ kind }) => kind)).toEqual(['NetworkPolicy']);
  expect(emitYaml(both.solvers)).toContain('istio: ingressgateway');
  expect(emitYaml(both.solvers)).not.toContain('istiod');
  expect(synth(issuer(http01), { mesh, ...access('istio') }).solvers).toEqual([]);
});

test('any other way opens nothing, and cert-manager’s own words are understood', () => {
  expect(synth(issuer(dns01)).solvers).toEqual([]);
  expect(synth(issuer({ selfSigned: true })).solvers).toEqual([]);
  const server = 'https://acme.example.com';
  const solver = { http01: { ingress: { ingressClassName: 'nginx' } } };
  const account = { privateKeySecretRef: { name: 'account' } };
  const other = { acme: { server, ...account, solvers: [solver] } };
  expect(synth(issuer({ other })).solvers).toHaveLength(1);
});

test('for a ClusterIssuer it is said, and counts once', () => {
  const cluster = (system: System) => {
    new ClusterIssuer(system, 'letsencrypt', http01);
  };
  expect(synth(cluster).solvers).toEqual([]);
  const said = synth((system) => {
    cluster(system);
    openAcmeSolvers(system);
    issuer(http01)(system);
    openAcmeSolvers(system);
  });
  expect(said.problems).toEqual([]);
  expect(said.solvers).toHaveLength(1);
});

test('rejects a gateway that nobody knows', () => {
  const ingress = { kind: 'ingress', class: 'traefik' } as const;
  expect(synth(issuer(http01), { ingress }).problems).toEqual([
    "[qa/shop/acme-http01-solver] access.gateway: of environment 'qa' is missing: name the pods that lead requests to those that prove a host",
  ]);
});
