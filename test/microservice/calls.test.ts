import { Chart, Testing } from 'cdk8s';
import { podGroupOf } from '../../lib/microservice/calls';
import { contextOf } from '../../lib/microservice/context';
import { Microservice } from '../../lib/microservice/microservice';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { execProbe, httpProbe, tcpProbe } from '../../lib/pod/probes';
import { least, plainChart } from './chart';

function groupOf(props: Partial<MicroserviceProps>) {
  const spec = { ...least, ...props };
  return podGroupOf('shop/cart', spec, contextOf(plainChart(), 'cart', spec));
}

const ports = {
  http: { port: 80, target: 8080 },
  admin: 9090,
  dns: { port: 53, protocol: 'UDP' },
} as const;

describe('open ports', () => {
  test.each<[string, Partial<MicroserviceProps>, readonly unknown[]]>([
    ['none behind a ClusterIP', {}, []],
    [
      'those of a load balancer, to all',
      { services: { public: { type: 'LoadBalancer', ports: ['http'] } } },
      [{ port: 8080, protocol: 'TCP', to: ['0.0.0.0/0'] }],
    ],
    [
      'those of a load balancer, to its source ranges',
      {
        service: { type: 'LoadBalancer', ports: ['dns'], loadBalancerSourceRanges: ['10.0.0.0/8'] },
      },
      [{ port: 53, protocol: 'UDP', to: ['10.0.0.0/8'] }],
    ],
    [
      'all of a node port without a choice',
      { service: { type: 'NodePort' } },
      [
        { port: 8080, protocol: 'TCP', to: ['0.0.0.0/0'] },
        { port: 9090, protocol: 'TCP', to: ['0.0.0.0/0'] },
        { port: 53, protocol: 'UDP', to: ['0.0.0.0/0'] },
      ],
    ],
    [
      'one, however many ports and Services lead there',
      {
        ports: { http: { port: 80, target: 8080 }, https: { port: 443, target: 8080 } },
        service: { type: 'LoadBalancer' },
        services: { public: { type: 'LoadBalancer', portNumbers: { http: 8443 } } },
      },
      [{ port: 8080, protocol: 'TCP', to: ['0.0.0.0/0'] }],
    ],
    [
      'those that nodes show to others',
      {
        ports: {
          http: { port: 80, target: 8080, hostPort: 80 },
          dns: { port: 53, protocol: 'UDP', hostPort: 53, hostIP: '10.1.0.7' },
          local: { port: 81, hostPort: 81, hostIP: '127.0.0.1' },
          local6: { port: 82, hostPort: 82, hostIP: '::1' },
        },
        pod: {
          sidecars: { proxy: { ...least, ports: { admin: { port: 9901, hostPort: 9901 } } } },
        },
      },
      [
        { port: 8080, protocol: 'TCP', to: ['0.0.0.0/0'] },
        { port: 53, protocol: 'UDP', to: ['0.0.0.0/0'] },
        { port: 9901, protocol: 'TCP', to: ['0.0.0.0/0'] },
      ],
    ],
    [
      'the one that is scraped',
      { metrics: { port: 'admin' } },
      [{ port: 9090, protocol: 'TCP', to: 'metrics' }],
    ],
  ])('are %s', (_, props, open) => {
    expect(groupOf({ ports, ...props }).openPorts).toEqual(open);
  });
});

describe('probed ports', () => {
  test.each<[string, MicroserviceProps['probes'], readonly number[]]>([
    ['the first TCP port, where nothing is said', undefined, [8080]],
    ['none with readiness switched off', { readiness: 'none' }, []],
    ['none for a command', { readiness: execProbe(['true']) }, []],
    [
      'each once',
      {
        readiness: httpProbe('/'),
        liveness: tcpProbe(),
        startup: tcpProbe<string>({ port: 'admin' }),
      },
      [8080, 9090],
    ],
  ])('are %s', (_, probes, probed) => {
    expect(groupOf({ ports, probes }).probePorts).toEqual(probed);
  });
});

test('run as the service account that is given, or else as their own', () => {
  expect(groupOf({}).serviceAccount).toBe('cart');
  expect(groupOf({ serviceAccount: { existing: 'shop' } }).serviceAccount).toBe('shop');
});

test.each<[Partial<MicroserviceProps>, boolean]>([
  [{}, false],
  [{ grants: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }, true],
  [{ serviceAccount: { existing: 'operator', mountToken: true } }, true],
  [{ serviceAccount: { mountToken: false } }, false],
])('pods with %j use the API server: %j', (props, callsApi) => {
  expect(groupOf(props).callsApi).toBe(callsApi);
});

test('an endpoint of a headless Service has the port of the container, since nothing translates it', () => {
  const chart = new Chart(Testing.app(), 'shop');
  const ports = { http: { port: 80, target: 8080 } };
  const portOf = (name: string, service?: { type: 'Headless' | 'ClusterIP' }) =>
    new Microservice(chart, name, { ...least, ports, service }).endpoint('http').port;
  expect(portOf('a')).toBe(80);
  expect(portOf('b', { type: 'ClusterIP' })).toBe(80);
  expect(portOf('c', { type: 'Headless' })).toBe(8080);
});
