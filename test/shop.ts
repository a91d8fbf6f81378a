import { defineEnvironment } from '../lib/environment/define';
import type { Environment } from '../lib/environment/environment';
import { Microservice } from '../lib/microservice/microservice';
import { System } from '../lib/system/system';
import { least } from './microservice/chart';

/** A small preproduction environment: nothing that isn't required. */
export const qa = defineEnvironment({
  name: 'qa',
  tier: 'preproduction',
  cluster: { name: 'preproduction' },
  domain: 'qa.example.com',
});

/** A production environment with everything that an environment may say. */
export const prod = defineEnvironment({
  name: 'prod',
  tier: 'production',
  promotedFrom: 'qa',
  cluster: { name: 'production', dnsDomain: 'k8s.example.com' },
  domain: 'example.com',
  mesh: { kind: 'istio', revision: '1-30' },
  defaults: { replicas: 3, spread: ['zone'] },
  quota: {
    cpu: ['16', '32'],
    memory: { request: '24Gi', limit: 'none' },
    pods: 100,
    loadBalancers: 1,
    other: { persistentvolumeclaims: 4, 'requests.storage': '10Gi' },
  },
  containerLimits: {
    default: { cpu: ['50m', '200m'], memory: ['64Mi', '128Mi'] },
    max: { cpu: 2, memory: '4Gi' },
  },
  labels: { team: 'shop' },
});

/** A system of one microservice, which names its image itself. */
export class Shop extends System {
  readonly cart: Microservice<'grpc'>;

  constructor(environment: Environment) {
    super(environment, 'shop');
    this.cart = new Microservice(this, 'cart', { ...least, ports: { grpc: 7070 } });
  }
}
