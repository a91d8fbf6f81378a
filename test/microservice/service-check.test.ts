import type { MicroserviceProps, ServiceOptions } from '../../lib/microservice/spec';
import { problemsWith } from './chart';

const ports = { http: 80, admin: 9090 };
const KEY = 'a key such as `team` or `example.com/team`, its name at most 63 characters';

test.each<ServiceOptions>([
  {},
  { ports: ['admin'] },
  { type: 'NodePort', nodePorts: { http: 1, admin: 65_535 } },
  { type: 'NodePort', externalTrafficPolicy: 'Local' },
  { type: 'LoadBalancer', loadBalancerClass: 'a', loadBalancerSourceRanges: ['10.0.0.0/8'] },
])('accepts %j', (service) => {
  expect(problemsWith({ ports, service })).toEqual([]);
});

test.each<[ServiceOptions, string]>([
  [{ ports: ['htpp'] }, "service.ports: got \"htpp\", allowed 'http', 'admin'"],
  [{ ports: [] }, 'service.ports: is empty: name at least one port, or leave it out'],
  [
    { type: 'NodePort', nodePorts: { htpp: 30_080 } },
    "service.ports: got \"htpp\", allowed 'http', 'admin'",
  ],
  [
    { type: 'NodePort', nodePorts: { http: 0 } },
    'service.nodePorts.http: got 0, allowed a whole number from 1 to 65535',
  ],
  [
    { type: 'LoadBalancer', nodePorts: { http: 65_536 } },
    'service.nodePorts.http: got 65536, allowed a whole number from 1 to 65535',
  ],
  [
    { nodePorts: { http: 30_080 } },
    'service.nodePorts: got {"http":30080}, allowed none, since the type isn\'t NodePort or LoadBalancer',
  ],
  [
    { type: 'Headless', nodePorts: { http: 30_080 } },
    'service.nodePorts: got {"http":30080}, allowed none, since the type isn\'t NodePort or LoadBalancer',
  ],
  [
    { externalTrafficPolicy: 'Local' },
    'service.externalTrafficPolicy: is for type LoadBalancer or NodePort only: leave it out, or change the type',
  ],
  [
    { type: 'NodePort', loadBalancerClass: 'a' },
    'service.loadBalancerClass: is for type LoadBalancer only: leave it out, or change the type',
  ],
  [
    { loadBalancerSourceRanges: ['10.0.0.0/8'] },
    'service.loadBalancerSourceRanges: is for type LoadBalancer only: leave it out, or change the type',
  ],
  [{ annotations: { 'a b': 'c' } }, `service.annotations: got "a b", allowed ${KEY}`],
  [{ labels: { 'a b': 'c' } }, `service.labels: got "a b", allowed ${KEY}`],
])('rejects %j', (service, problem) => {
  expect(problemsWith({ ports, service })).toEqual([problem]);
});

test.each<[string, Partial<MicroserviceProps>, string]>([
  [
    'a further Service with the name of the main one',
    { ports, services: { cart: {} } },
    'services: got "cart", allowed another name: this is the main Service, set by `service`',
  ],
  [
    'a further Service with a name that is none',
    { ports, services: { '2nd': {} } },
    'services: got "2nd", allowed a Service name: a DNS label that begins with a letter',
  ],
  [
    'a further Service that is wrong, by its name',
    { ports, services: { public: { ports: ['htpp'] } } },
    "services.public.ports: got \"htpp\", allowed 'http', 'admin'",
  ],
  ['a Service without ports', { service: {} }, 'service: needs a port: add one to `ports`'],
  [
    'a further Service without ports',
    { services: { public: {} } },
    'services.public: needs a port: add one to `ports`',
  ],
])('rejects %s', (_, props, problem) => {
  expect(problemsWith(props)).toEqual([problem]);
});

test('accepts no Service where there are no ports', () => {
  expect(problemsWith({ service: 'none' })).toEqual([]);
});
