import { App } from 'cdk8s';
import { Environment } from '../../lib/environment/environment';
import type { ObservabilitySpec } from '../../lib/environment/observability';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { Microservice } from '../../lib/microservice/microservice';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { System } from '../../lib/system/system';
import { least } from '../microservice/chart';
import { qa } from '../shop';

/** A microservice that is scraped, in an environment that is watched as said. */
export function watched(
  observability: ObservabilitySpec | undefined,
  props: Partial<MicroserviceProps> = {},
  fields: Partial<Omit<EnvironmentSpec, 'name'>> = {},
): Environment {
  const environment = new Environment(new App(), { ...qa, ...fields, observability });
  const system = new System(environment, 'shop');
  new Microservice<string>(system, 'cart', {
    ...least,
    ports: { http: 80, metrics: 9090 },
    metrics: { port: 'metrics' },
    ...props,
  });
  return environment;
}
