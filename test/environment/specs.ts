import type { EnvironmentSpec } from '../../lib/environment/spec';

/** An environment `qa` in which nothing is wrong, but for what `fields` puts in. */
export function qaSpec(fields: Partial<EnvironmentSpec> = {}): EnvironmentSpec {
  return {
    name: 'qa',
    tier: 'preproduction',
    cluster: { name: 'test' },
    domain: 'qa.example.com',
    ...fields,
  };
}
