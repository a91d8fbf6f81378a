import type { MicroserviceProps, ServiceOptions } from '../../lib/microservice/spec';
import { untyped } from '../problem/lines';
import { problemsWith } from './chart';

const ports = { http: 80, admin: 9090 };
const KEY = 'a key such as `team` or `example.com/team`, its name at most 63 characters';

test.each<ServiceOptions>([
  {},
  { ports: ['admin'] },
  { type: 'NodePort', nodePorts: { http: 1, admin: 65_535 } },
  { type: 'NodePort', externalTrafficPolicy: 'Local' },
  { clusterIP: '10.96.0.7' },
  { type: 'LoadBalancer', clusterIP: 'fd00::7' },
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
  [
    { clusterIP: '10.96.0' },
    `service.clusterIP: got "10.96.0", allowed an address such as '10.0.0.7'`,
  ],
  [
    { clusterIP: 'None' },
    `service.clusterIP: got "None", allowed an address such as '10.0.0.7'; for none, type 'Headless'`,
  ],
  [
    { type: 'Headless', clusterIP: '10.96.0.7' },
    'service.clusterIP: got "10.96.0.7", allowed none: a Headless Service has no address',
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
  [
    'a number of a port that a further Service has not',
    { ports, services: { public: { ports: ['http'], portNumbers: { admin: 443 } } } },
    'services.public.portNumbers: got "admin", allowed \'http\'',
  ],
  [
    'a wrong number of a port of a further Service',
    { ports, services: { public: { portNumbers: { http: 0 } } } },
    'services.public.portNumbers.http: got 0, allowed a whole number from 1 to 65535',
  ],
  [
    'a number that another port of a further Service has',
    { ports, services: { public: { portNumbers: { http: 9090 } } } },
    "services.public.portNumbers.admin: got \"9090/TCP\", allowed a port that 'http' doesn't have already",
  ],
  [
    'numbers where nothing stands between caller and pod',
    { ports, services: { public: { type: 'Headless', portNumbers: { http: 443 } } } },
    'services.public.portNumbers: got {"http":443}, allowed none: a Headless Service leads to pods, at their own ports',
  ],
  [
    'numbers of the Service whose numbers endpoints have',
    untyped({ ports, service: { portNumbers: { http: 443 } } }),
    'service.portNumbers: got {"http":443}, allowed none: `ports` says the numbers of this Service, and `services` those of others',
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

test('accepts numbers that change places in a further Service', () => {
  const services = { public: { portNumbers: { http: 9090, admin: 80 } } };
  expect(problemsWith({ ports, services })).toEqual([]);
});

test('accepts no Service where there are no ports', () => {
  expect(problemsWith({ service: 'none' })).toEqual([]);
});
