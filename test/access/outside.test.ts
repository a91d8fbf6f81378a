import { App } from 'cdk8s';
import { checkAccess } from '../../lib/config-repo/check-access';
import { readAccess } from '../../lib/config-repo/check-access-declared';
import type { AccessSpec } from '../../lib/environment/access';
import { defineEnvironment } from '../../lib/environment/define';
import { Environment } from '../../lib/environment/environment';
import { Microservice } from '../../lib/microservice/microservice';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { System } from '../../lib/system/system';
import { least, plainChart } from '../microservice/chart';
import { manifestsOf, problemsOf } from '../render-tree';
import { policiesOf } from './world';

/** A microservice of an environment in a mesh. */
function shop(access: AccessSpec, props: Partial<MicroserviceProps<'http'>>): Environment {
  const environment = new Environment(
    new App(),
    defineEnvironment({
      name: 'qa',
      tier: 'preproduction',
      cluster: { name: 'test' },
      domain: 'qa.example.com',
      mesh: { kind: 'istio' },
      access,
    }),
  );
  new Microservice(new System(environment, 'shop'), 'cart', {
    ...least,
    ports: { http: { port: 80, target: 8080 } },
    ...props,
  });
  return environment;
}

const checked = (environment: Environment) =>
  checkAccess(manifestsOf(environment.node.root), [readAccess(environment)]);

describe('source ranges of a load balancer', () => {
  const type = 'LoadBalancer';
  const loadBalancerSourceRanges = ['203.0.113.0/24'];
  const serviceOf = (environment: Environment) =>
    manifestsOf(environment.node.root).find(({ manifest }) => manifest.kind === 'Service')
      ?.manifest;
  const policiesIn = (environment: Environment) =>
    JSON.stringify(policiesOf(environment.node.root));

  test('let callers keep their addresses, by which they are let in', () => {
    const environment = shop({}, { service: { type, loadBalancerSourceRanges } });
    expect(serviceOf(environment)?.['spec']).toMatchObject({ externalTrafficPolicy: 'Local' });
    expect(checked(environment)).toEqual([]);
  });

  test('are left to the Service where there are none', () => {
    const environment = shop({}, { service: { type } });
    expect(serviceOf(environment)?.['spec']).not.toHaveProperty('externalTrafficPolicy');
  });

  test('are rejected where nodes hide callers, and nobody says which addresses nodes have', () => {
    const service = { type, loadBalancerSourceRanges, externalTrafficPolicy: 'Cluster' } as const;
    expect(problemsOf(shop({}, { service }).node.root)).toEqual([
      "[qa/shop/cart] service.externalTrafficPolicy: is 'Cluster', so that pods see nodes' addresses instead of loadBalancerSourceRanges: " +
        'leave it out, or name those of the nodes in access.kubeletCidrs of the environment',
    ]);
    const chart = plainChart('shop');
    new Microservice(chart, 'cart', { ...least, ports: { http: 80 }, service });
    expect(problemsOf(chart)).toEqual([]);
  });

  test.each<AccessSpec>([
    { kubeletCidrs: ['10.1.0.0/16'] },
    { kubeletCidrs: ['10.1.0.0/16'], dialects: ['istio'] },
  ])('let nodes in that hide callers: %j', (access) => {
    const service = { type, loadBalancerSourceRanges, externalTrafficPolicy: 'Cluster' } as const;
    const environment = shop(access, { service });
    expect(policiesIn(environment)).toContain('10.1.0.0/16');
    expect(checked(environment)).toEqual([]);
  });
});

describe('two ports with one target', () => {
  const ports = { http: { port: 80, target: 8080 }, https: { port: 443, target: 8080 } };

  test.each<AccessSpec>([{}, { dialects: ['istio'] }, { dialects: ['cilium'] }])(
    'are opened by either name, and once, with %j',
    (spec) => {
      const environment = shop(spec, {});
      const system = new System(environment, 'bank');
      const bank = new Microservice(system, 'bank', { ...least, ports });
      const calls = [bank.endpoint('http'), bank.endpoint('https')];
      new Microservice(system, 'both', { ...least, calls });
      new Microservice(system, 'second', { ...least, calls: calls.slice(1) });
      expect(checked(environment)).toEqual([]);
      const own = policiesOf(environment.node.root).filter(
        ({ metadata }) => metadata.name === 'bank',
      );
      const ingress = JSON.stringify(own).split('egress')[0] ?? '';
      expect(ingress.match(/8080/g)).toHaveLength(1);
    },
  );
});

describe('a port of the node', () => {
  test.each<AccessSpec>([
    {},
    { dialects: ['istio'], podCidrs: ['10.4.0.0/14'] },
    { dialects: ['cilium'] },
  ])('is open to all with %j, but for one of the node alone', (spec) => {
    const port = { port: 80, target: 8080, hostPort: 80 };
    const open = shop(spec, { ports: { http: port } });
    expect(checked(open)).toEqual([]);
    expect(JSON.stringify(policiesOf(open.node.root))).toContain('8080');
    const alone = shop(spec, {
      ports: { http: { ...port, hostIP: '127.0.0.1' } },
      probes: { readiness: 'none' },
    });
    expect(checked(alone)).toEqual([]);
    expect(JSON.stringify(policiesOf(alone.node.root))).not.toContain('8080');
  });
});

describe('a port that the mesh does not see', () => {
  const ports = { http: 80, dns: { port: 53, protocol: 'UDP' as const } };
  const props = (): Partial<MicroserviceProps<'http'>> => ({ ports });

  test('is rejected where nothing else closes it', () => {
    expect(problemsOf(shop({ dialects: ['istio'] }, props()).node.root)).toEqual([
      "[qa/shop/cart] ports.dns: is UDP, which the mesh neither sees nor closes: add 'kubernetes' to access.dialects of the environment",
    ]);
  });

  test.each<AccessSpec>([
    {},
    { dialects: ['istio', 'kubernetes'] },
    { dialects: ['cilium', 'istio'] },
  ])('is as good as any in %j', (access) => {
    expect(problemsOf(shop(access, props()).node.root)).toEqual([]);
  });
});
