import { join } from 'node:path';
import { ConfigRepo } from '../../lib/config-repo/config-repo';
import { defineEnvironments } from '../../lib/environment/define';
import type { Environment } from '../../lib/environment/environment';
import { Microservice } from '../../lib/microservice/microservice';
import { System } from '../../lib/system/system';
import { least } from '../microservice/chart';
import { qa } from '../shop';

/** The cart, and the page that calls it. */
export class Shop extends System {
  readonly cart: Microservice<'grpc'>;

  constructor(environment: Environment) {
    super(environment, 'shop');
    this.cart = new Microservice(this, 'cart', { ...least, ports: { grpc: 7070 } });
    new Microservice(this, 'web', {
      ...least,
      ports: { http: { port: 80, target: 8080 } },
      env: { CART: this.cart.endpoint('grpc') },
    });
  }
}

/** The shop in two environments of one cluster. */
export function shopRepo() {
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/shop/config.git',
    environments: defineEnvironments(qa, { ...qa, name: 'e2e' }),
    outdir: join(__dirname, 'no-such-folder'),
  });
  return { repo, systems: repo.deploy(Shop) };
}
