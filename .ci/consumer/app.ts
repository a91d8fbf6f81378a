import { ConfigRepo, defineEnvironments, type Environment, Microservice, System } from 'supercargo';
import { capture, Manifests } from 'supercargo/testing';

class Shop extends System {
  constructor(environment: Environment) {
    super(environment, 'shop');
    const resources = { cpu: '100m', memory: '64Mi' } as const;
    const cart = new Microservice(this, 'cart', {
      image: 'cart:1.0.0',
      ports: { grpc: 7070 },
      resources,
    });
    new Microservice(this, 'web', {
      image: 'web:1.0.0',
      env: { CART: cart.endpoint('grpc') },
      resources,
    });
  }
}

// @ts-expect-error: cart has no such port
export const wrong = (cart: Microservice<'grpc'>) => cart.endpoint('http');

const qa = {
  name: 'qa',
  tier: 'preproduction',
  cluster: { name: 'c' },
  domain: 'example.com',
} as const;
const repo = new ConfigRepo({
  repository: 'https://git.example.com/x.git',
  environments: defineEnvironments(qa),
});
repo.deploy(Shop);
repo.synth();

const replicas = capture((value): value is number => typeof value === 'number');
const found = Manifests.of(repo).find('Deployment', 'web', { spec: { replicas } });
console.log(`${found.metadata.name}: ${replicas.value.toFixed()}`);

// @ts-expect-error: no kind is a number
export const noKind = (manifests: Manifests) => manifests.find(5);
