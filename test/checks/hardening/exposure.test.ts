import { listExposure } from '../../../lib/checks/exposure/exposure';
import type { JsonObject } from '../../../lib/manifest/manifest';
import type { ManifestEntry } from '../../../lib/manifest/manifest-set';
import { container, deployment, object, podSpec } from './objects';

const GATEWAY_API = 'gateway.networking.k8s.io/v1';
const ISTIO = 'networking.istio.io/v1';

/** As one line each: kind, object, ports, hosts and source ranges. */
function list(...manifests: readonly ManifestEntry[]) {
  return listExposure(manifests).map(({ kind, object, ports, hosts, sourceRanges }) =>
    [
      `${kind} ${object}`,
      ports.map(({ port = '?', protocol }) => `${protocol} ${port}`).join(', '),
      hosts.join(', '),
      sourceRanges.join(', '),
    ].join(' | '),
  );
}

test('says where it is', () => {
  const ports = [{ port: 80 }];
  expect(
    listExposure([object('v1', 'Service', 'web', { spec: { type: 'LoadBalancer', ports } })]),
  ).toEqual([
    {
      kind: 'LoadBalancer',
      object: 'Service shop/web',
      name: 'web',
      namespace: 'shop',
      cluster: 'test',
      origin: 'qa/shop/service',
      ports: [{ port: 80, protocol: 'TCP' }],
      hosts: [],
      sourceRanges: [],
    },
  ]);
});

describe('Services', () => {
  const ports: readonly JsonObject[] = [
    { port: 80, nodePort: 30080 },
    { port: 53, protocol: 'UDP' },
  ];

  test.each([
    ['LoadBalancer', 'LoadBalancer Service shop/web | TCP 80, UDP 53 |  | '],
    ['NodePort', 'NodePort Service shop/web | TCP 30080, UDP ? |  | '],
  ])('of type %s are', (type, line) => {
    expect(list(object('v1', 'Service', 'web', { spec: { type, ports } }))).toEqual([line]);
  });

  test.each(['ClusterIP', 'ExternalName'])('of type %s are not', (type) => {
    expect(list(object('v1', 'Service', 'web', { spec: { type, ports } }))).toEqual([]);
  });

  test('are by external addresses, whatever their type', () => {
    const spec = { ports, externalIPs: ['192.0.2.1'] };
    expect(list(object('v1', 'Service', 'web', { spec }))).toEqual([
      'externalIPs Service shop/web | TCP 80, UDP 53 | 192.0.2.1 | ',
    ]);
  });

  test('tell who is let in', () => {
    const spec = { type: 'LoadBalancer', loadBalancerSourceRanges: ['192.0.2.0/24'] };
    const annotations = {
      'service.beta.kubernetes.io/load-balancer-source-ranges': '198.51.100.0/24, 203.0.113.0/24',
    };
    expect(list(object('v1', 'Service', 'web', { spec }, { annotations }))).toEqual([
      'LoadBalancer Service shop/web |  |  | 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24',
    ]);
  });
});

test('an Ingress is, with its hosts, and with HTTPS where it has certificates', () => {
  const rules = [{ host: 'a.example.com' }, { host: 'b.example.com' }];
  const ingress = (name: string, spec: JsonObject) =>
    object('networking.k8s.io/v1', 'Ingress', name, { spec });
  expect(
    list(
      ingress('both', { rules, tls: [{ hosts: ['a.example.com'] }] }),
      ingress('any', { rules: [...rules, {}] }),
      ingress('default', { rules, defaultBackend: {} }),
    ),
  ).toEqual([
    'Ingress Ingress shop/both | HTTP 80, HTTPS 443 | a.example.com, b.example.com | ',
    'Ingress Ingress shop/any | HTTP 80 |  | ',
    'Ingress Ingress shop/default | HTTP 80 |  | ',
  ]);
});

describe('of the Gateway API', () => {
  test('gateways are, by their listeners', () => {
    const listeners = [
      { name: 'https', port: 443, protocol: 'HTTPS', hostname: '*.example.com' },
      { name: 'tls', port: 8443, protocol: 'TLS', hostname: 'a.example.com' },
    ];
    const line = 'HTTPS 443, TLS 8443 | *.example.com, a.example.com | ';
    expect(
      list(
        object(GATEWAY_API, 'Gateway', 'public', { spec: { listeners } }),
        object(GATEWAY_API, 'ListenerSet', 'more', { spec: { listeners } }),
        object('gateway.networking.x-k8s.io/v1alpha1', 'XListenerSet', 'old', {
          spec: { listeners },
        }),
      ),
    ).toEqual([
      `Gateway Gateway shop/public | ${line}`,
      `ListenerSet ListenerSet shop/more | ${line}`,
      `ListenerSet XListenerSet shop/old | ${line}`,
    ]);
  });

  test("a mesh's waypoint is not", () => {
    const listeners = [{ name: 'mesh', port: 15008, protocol: 'HBONE' }];
    expect(list(object(GATEWAY_API, 'Gateway', 'waypoint', { spec: { listeners } }))).toEqual([]);
  });

  test.each(['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'])(
    '%s is at a gateway, and not in a mesh',
    (kind) => {
      const hostnames = ['shop.example.com'];
      const route = (...parentRefs: readonly { name: string; kind?: string }[]) =>
        object(GATEWAY_API, kind, 'web', { spec: { parentRefs, hostnames } });
      const line = `${kind} ${kind} shop/web |  | shop.example.com | `;
      expect(list(route({ name: 'public' }))).toEqual([line]);
      expect(list(route({ name: 'cart', kind: 'Service' }))).toEqual([]);
      expect(list(route({ name: 'cart', kind: 'Service' }, { name: 'public' }))).toEqual([line]);
    },
  );
});

describe('of Istio', () => {
  test('gateways are, by their servers', () => {
    const servers = [
      { port: { number: 443, protocol: 'HTTPS', name: 'https' }, hosts: ['shop/a.example.com'] },
      { port: { number: 80, protocol: 'HTTP', name: 'http' }, hosts: ['*.example.com'] },
    ];
    const all = [{ port: { number: 80, protocol: 'HTTP', name: 'http' }, hosts: ['*/*'] }];
    expect(
      list(
        object(ISTIO, 'Gateway', 'public', { spec: { servers } }),
        object(ISTIO, 'Gateway', 'all', { spec: { servers: all } }),
      ),
    ).toEqual([
      'IstioGateway Gateway shop/public | HTTPS 443, HTTP 80 | a.example.com, *.example.com | ',
      'IstioGateway Gateway shop/all | HTTP 80 |  | ',
    ]);
  });

  test('a VirtualService is at a gateway, and not in the mesh', () => {
    const hosts = ['shop.example.com'];
    const service = (gateways?: readonly string[]) =>
      object(ISTIO, 'VirtualService', 'web', { spec: { hosts, ...(gateways && { gateways }) } });
    const line = 'VirtualService VirtualService shop/web |  | shop.example.com | ';
    expect(list(service())).toEqual([]);
    expect(list(service(['mesh']))).toEqual([]);
    expect(list(service(['istio-system/public']))).toEqual([line]);
    expect(list(service(['mesh', 'istio-system/public']))).toEqual([line]);
  });
});

describe('pods', () => {
  const ports: readonly JsonObject[] = [
    { containerPort: 80, hostPort: 8080 },
    { containerPort: 53, protocol: 'UDP' },
  ];

  test('are by ports of their node', () => {
    expect(list(deployment(podSpec({ containers: [container({ ports })] })))).toEqual([
      'hostPort Deployment shop/cart | TCP 8080 |  | ',
    ]);
  });

  test("are, with all ports, in their node's network", () => {
    const spec = podSpec({ hostNetwork: true, containers: [container({ ports })] });
    expect(list(deployment(spec))).toEqual([
      'hostNetwork Deployment shop/cart | TCP 80, UDP 53 |  | ',
    ]);
  });

  test('are not otherwise', () => {
    expect(
      list(deployment(podSpec({ containers: [container({ ports: [{ containerPort: 80 }] })] }))),
    ).toEqual([]);
  });
});
