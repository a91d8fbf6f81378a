import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { BranchSpec, SystemBranches, When } from '../../lib/environment/branches';
import { Environment } from '../../lib/environment/environment';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import type { Manifest } from '../../lib/manifest/manifest';
import { Microservice } from '../../lib/microservice/microservice';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { System } from '../../lib/system/system';
import { least } from '../microservice/chart';
import { manifestsOf, problemsOf } from '../render-tree';
import { qa } from '../shop';

export const mesh = { kind: 'istio' } as const;
export const image = 'registry.example.com/shop/frontend:1.3.0-myfeature';
export const expires = '2026-12-31';
export const byCookie = { cookie: 'user', exact: 'myfeature' } as const;
export const byHeader = { header: 'userid', exact: '4f9e' } as const;

/** A branch of the given microservices, by cookie. */
export function branchOf(...names: readonly string[]): BranchSpec {
  return branchBy(byCookie, ...names);
}

/** A branch of the given microservices. */
export function branchBy(when: When, ...names: readonly string[]): BranchSpec {
  const microservices = Object.fromEntries(names.map((name) => [name, { image }]));
  return { expires, when, microservices };
}

/** What a shop may be made of. */
export interface ShopOptions {
  readonly environment?: Partial<Omit<EnvironmentSpec, 'name'>>;
  readonly branches?: SystemBranches;
  /** Of its frontend. */
  readonly frontend?: Partial<MicroserviceProps>;
}

/** A shop in an environment with branches as data: a frontend that calls a cart, which calls a database. */
export class Shop {
  readonly environment: Environment;
  readonly system: System;
  readonly frontend: Microservice<string>;
  readonly cart: Microservice<'grpc'>;
  readonly database: Microservice<'tcp'>;

  constructor({ environment = { mesh }, branches = {}, frontend = {} }: ShopOptions = {}) {
    const spec = { ...qa, ...environment };
    this.environment = new Environment(new App(), spec, { branches: { shop: branches } });
    this.system = new System(this.environment, 'shop');
    this.database = new Microservice(this.system, 'database', { ...least, ports: { tcp: 5432 } });
    this.cart = new Microservice(this.system, 'cart', {
      ...least,
      ports: { grpc: 7070 },
      env: { DATABASE: this.database.endpoint('tcp') },
    });
    this.frontend = new Microservice<string>(this.system, 'frontend', {
      ...least,
      ports: { http: { port: 80, target: 8080 } },
      env: { CART: this.cart.endpoint('grpc') },
      ...frontend,
    });
  }

  /** What is wrong, with each construct's path from the environment on. */
  get problems(): readonly string[] {
    return problemsOf(this.environment).map((line) => line.replace('[qa/shop/', '['));
  }

  /** The object of a kind and name; undefined if there is none. */
  find(kind: string, name: string): Manifest | undefined {
    return this.all().find((object) => object.kind === kind && object.metadata.name === name);
  }

  all(root: IConstruct = this.environment): readonly Manifest[] {
    return manifestsOf(root).map(({ manifest }) => manifest);
  }

  /** The rules of a VirtualService. */
  rules(name: string): unknown {
    return Object(this.find('VirtualService', name)?.spec).http;
  }
}
