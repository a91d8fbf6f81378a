import { App, Chart } from 'cdk8s';
import { Environment } from '../../lib/environment/environment';
import type { SecretsSpec } from '../../lib/environment/secrets';
import { qa } from '../shop';

/** A chart in an environment that keeps its secrets somewhere, or nowhere. */
export function chartWith(secrets?: SecretsSpec): Chart {
  const environment = new Environment(new App(), { ...qa, secrets });
  return new Chart(environment, 'shop', { namespace: 'shop-qa' });
}

export const vault = { kind: 'vault', server: 'https://vault.example.com', role: 'shop' } as const;
