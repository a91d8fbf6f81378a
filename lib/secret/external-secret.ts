import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ManifestObject } from '../manifest/manifest-object';
import type { EnvFrom, EnvSource } from '../pod/env';
import type { Volume } from '../pod/volumes';
import { wrongValue } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { judge, type Readable, readProps } from '../shape/check';
import { idIn } from '../shape/place';
import { checkExternalSecret } from './check';
import { existingSecret, type SecretKeys, type SecretVolumeOptions } from './keys';
import { planExternalSecret } from './plan';
import type { ExternalSecretProps } from './spec';
import { findStore } from './store';

/**
 * A Secret that External Secrets makes of what a store holds, with keys that are typed: `db.key('password')`.
 * Only where the values are kept is in the manifest. Mistakes don't throw: they are reported when the tree is
 * synthesized.
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export class ExternalSecret<K extends string, T extends string = never>
  extends Construct
  implements SecretKeys<K | T>
{
  readonly name: string;
  readonly secretName: string;
  /** Undefined when something is wrong. */
  readonly object: ApiObject | undefined;
  private readonly keys: SecretKeys<K | T>;
  private readonly names: readonly string[];

  constructor(scope: Construct, name: string, given: ExternalSecretProps<K, T>) {
    super(scope, idIn('ExternalSecret', scope, name, 'ExternalSecret'));
    this.name = name;
    const readable = readProps('ExternalSecret', given);
    const { props } = readable;
    this.secretName = props.secretName ?? name;
    this.keys = existingSecret<K | T>(this.secretName, []);
    this.names = [...Object.keys(props.keys ?? {}), ...Object.keys(props.template ?? {})];
    this.object = this.createObject(readable);
  }

  key(key: K | T, options?: { readonly optional?: boolean }): EnvSource {
    if (!this.names.includes(key))
      reportProblems(this, [wrongValue('key()', key, this.names.join(', '))]);
    return this.keys.key(key, options);
  }

  volume(options?: SecretVolumeOptions<K | T>): Volume {
    return this.keys.volume(options);
  }

  all(options?: { readonly prefix?: string }): EnvFrom {
    return this.keys.all(options);
  }

  private createObject(
    readable: Readable<ExternalSecretProps<string, string>>,
  ): ApiObject | undefined {
    const { props } = readable;
    const store = props.store ?? findStore(this);
    const problems = judge(readable, () => [
      ...checkExternalSecret(this.name, props),
      ...(store === undefined ? [NO_STORE] : []),
    ]);
    reportProblems(this, problems);
    if (store === undefined || problems.length > 0) return undefined;
    const manifest = planExternalSecret(this.name, props, store);
    return new ManifestObject(this, 'ExternalSecret', manifest);
  }
}

const NO_STORE = {
  field: 'store',
  message: 'is missing: name one, or say in `secrets` of the environment where secrets are kept',
};
