import { App, Chart } from 'cdk8s';
import { Microservice } from '../../lib/microservice/microservice';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { problemsOf } from '../render-tree';

/** What a container has to ask for. */
export const resources: MicroserviceProps['resources'] = {
  cpu: ['100m', '200m'],
  memory: ['64Mi', '128Mi'],
};

/** The least that a microservice outside of a system has to say. */
export const least = { image: 'registry.example.com/shop/cart:v1.2.3', resources };

/** A plain cdk8s chart, in a plain cdk8s app. */
export function plainChart(namespace?: string): Chart {
  return new Chart(new App(), 'shop', { namespace });
}

/** A microservice in a plain chart, with the least it needs and what is given. */
export function microservice<P extends string = never>(
  props: Partial<MicroserviceProps<P>> = {},
  name = 'cart',
): Microservice<P> {
  return new Microservice<P>(plainChart(), name, { ...least, ...props });
}

/** What is reported of a microservice with the given props, one line each, without its path. */
export function problemsWith(props: Partial<MicroserviceProps>, name?: string): readonly string[] {
  const { node } = microservice(props, name);
  return problemsOf(node.root).map((line) => line.replace(`[${node.path}] `, ''));
}
