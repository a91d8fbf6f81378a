import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { AccessNode } from '../../lib/access/node';
import { accessOf } from '../../lib/access/spec';
import type { PodGroup } from '../../lib/endpoint/call-graph';
import {
  type Endpoint,
  externalEndpoint,
  only,
  type ServiceEndpoint,
} from '../../lib/endpoint/endpoint';
import type { AccessSpec } from '../../lib/environment/access';
import { defineEnvironment } from '../../lib/environment/define';
import { Environment } from '../../lib/environment/environment';
import type { Mesh } from '../../lib/environment/spec';
import type { Manifest } from '../../lib/manifest/manifest';
import { Microservice } from '../../lib/microservice/microservice';
import { tcpProbe } from '../../lib/pod/probes';
import { System } from '../../lib/system/system';
import { least } from '../microservice/chart';
import { manifestsOf } from '../render-tree';

/** Pods of the namespace `shop`, in which nothing is open. */
export function group(name: string, fields: Partial<PodGroup> = {}): PodGroup {
  return {
    name,
    namespace: 'shop',
    path: `qa/${fields.namespace ?? 'shop'}/${name}`,
    serviceAccount: name,
    labels: { 'app.kubernetes.io/name': name },
    openPorts: [],
    probePorts: [],
    ...fields,
  };
}

/** A port of such pods. */
export function endpointOf(
  { name, namespace, path }: PodGroup,
  targetPort: number,
  fields: Partial<ServiceEndpoint> = {},
): ServiceEndpoint {
  return {
    kind: 'service-endpoint',
    service: name,
    namespace,
    clusterDomain: 'cluster.local',
    portName: `port-${targetPort}`,
    port: 80,
    targetPort,
    protocol: 'TCP',
    path,
    ...fields,
  };
}

/** Pods with their calls: who calls which of their ports, and what they call. */
export function nodeOf(
  own: PodGroup,
  incoming: readonly (readonly [PodGroup, number, Partial<ServiceEndpoint>?])[] = [],
  outgoing: readonly Endpoint[] = [],
): AccessNode {
  return {
    group: own,
    construct: new App(),
    incoming: incoming.map(([from, port, fields]) => ({ from, to: endpointOf(own, port, fields) })),
    outgoing,
  };
}

/** An environment's access, without a mesh unless told. */
export function access(spec: AccessSpec = {}, mesh = false) {
  return accessOf(spec, mesh);
}

/** Two systems with a call of each kind, in a tree. */
export function shop(spec: AccessSpec, mesh?: Mesh, reversed = false): App {
  const app = new App();
  const environment = new Environment(
    app,
    defineEnvironment({
      name: 'qa',
      tier: 'preproduction',
      cluster: { name: 'test' },
      domain: 'qa.example.com',
      mesh,
      access: spec,
    }),
  );
  const orderOf = <T>(list: readonly T[]) => (reversed ? list.toReversed() : list);
  const base = new System(environment, 'base');
  const cart = new Microservice(base, 'cart', {
    ...least,
    ports: { grpc: { port: 80, target: 7070 }, admin: 9090 },
    metrics: { port: 'admin' },
    probes: { readiness: tcpProbe({ port: 'grpc' }) },
    grants: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
  });
  const web = new System(environment, 'web');
  for (const name of orderOf(['frontend', 'worker']))
    new Microservice(web, name, {
      ...least,
      ports: { http: { port: 80, target: 8080 } },
      services:
        name === 'frontend'
          ? {
              'frontend-external': {
                type: 'LoadBalancer',
                loadBalancerSourceRanges: ['10.0.0.0/8', '203.0.113.0/24'],
              },
            }
          : {},
      calls: orderOf([
        tellsRequests(spec, mesh)
          ? only(cart.endpoint('grpc'), {
              methods: ['POST'],
              paths: ['/shop.Cart/Get', '/shop.Cart/Add*'],
            })
          : cart.endpoint('grpc'),
        ...(name === 'worker' ? [cart.endpoint('admin')] : []),
        externalEndpoint({ host: 'api.example.com', port: 443 }),
        externalEndpoint({ host: 'db.example.com', port: 5432, cidrs: ['10.9.0.0/24'] }),
      ]),
    });
  return app;
}

/** Whether an environment's policies can choose among requests. */
function tellsRequests({ dialects = ['kubernetes'] }: AccessSpec, mesh?: Mesh): boolean {
  if (mesh !== undefined) return dialects.includes('istio');
  return dialects.includes('cilium') && !dialects.includes('kubernetes');
}

/** The kinds of policies. */
const POLICIES: readonly string[] = [
  'NetworkPolicy',
  'CiliumNetworkPolicy',
  'AuthorizationPolicy',
  'PeerAuthentication',
];

/** The policies of a tree, in order. */
export function policiesOf(root: IConstruct): readonly Manifest[] {
  return manifestsOf(root)
    .map(({ manifest }) => manifest)
    .filter(({ kind }) => POLICIES.includes(kind));
}
