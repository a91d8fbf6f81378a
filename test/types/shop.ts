import {
  type ConfigRepo,
  defineEnvironment,
  defineEnvironments,
  type EnvironmentOf,
  Microservice,
  System,
} from '../../lib';

// What the snippets use; it is compiled, and never run.

export const place = {
  tier: 'preproduction',
  cluster: { name: 'test' },
  domain: 'example.com',
} as const;

export const qa = defineEnvironment({ ...place, name: 'qa' });
export const prod = defineEnvironment({ ...place, name: 'prod', promotedFrom: 'qa' });

const environments = defineEnvironments(qa, prod);
export declare const environment: EnvironmentOf<typeof environments>;
export declare const repo: ConfigRepo<typeof environments>;
export declare const system: System;

export class Shop extends System {
  constructor(environment: EnvironmentOf<typeof environments>) {
    super(environment, 'shop');
  }
}

export const resources = { cpu: '100m', memory: '64Mi' } as const;

export const cart = new Microservice(system, 'cart', { ports: { grpc: 7070 }, resources });
export const worker = new Microservice(system, 'worker', { resources });
