import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Environment } from '../environment/environment';
import { checkSecrets, type ExistingStore, type SecretBackend } from '../environment/secrets';
import { checkDnsLabel } from '../kubernetes/names';
import { ManifestObject } from '../manifest/manifest-object';
import { reportProblems } from '../problem/report';
import { judgeProps, plainProps } from '../shape/check';
import { idIn } from '../shape/place';
import { planStore, planStoreAccount } from './plan';

/** Name of a store that nobody has named, and of its service account. */
const NAME = 'secret-store';

/**
 * A SecretStore of External Secrets in the namespace, and the service account by which it signs in: no
 * credentials are needed to get at others.
 * @see https://external-secrets.io/latest/api/secretstore/
 */
export class SecretStore extends Construct implements ExistingStore {
  readonly kind = 'SecretStore';
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: SecretBackend) {
    super(scope, idIn('SecretStore', scope, name, 'SecretStore'));
    const backend = plainProps('SecretStore', given);
    this.name = name;
    const problems = judgeProps('SecretStore', backend, () => [
      ...checkDnsLabel('name', name),
      ...checkSecrets('', backend).map(withoutDot),
    ]);
    reportProblems(this, problems);
    if (problems.length > 0) return;
    const account = planStoreAccount(name, backend);
    if (account !== undefined) new ManifestObject(this, 'ServiceAccount', account);
    this.object = new ManifestObject(this, 'SecretStore', planStore(name, backend));
  }
}

/** The field of a whole spec is empty, and its members begin with a dot. */
function withoutDot<P extends { readonly field: string }>(problem: P): P {
  return { ...problem, field: problem.field.replace(/^\./, '') };
}

function idOf(name: string): string {
  return `SecretStore-${name}`;
}

/** The store that an environment names, made in the chart when it is first asked for; undefined without one. */
export function findStore(scope: Construct): ExistingStore | undefined {
  const secrets = Environment.find(scope)?.spec.secrets;
  if (secrets === undefined) return undefined;
  if ('name' in secrets) return secrets;
  const chart = Chart.of(scope);
  const known = chart.node.tryFindChild(idOf(NAME));
  return known instanceof SecretStore ? known : new SecretStore(chart, NAME, secrets);
}
