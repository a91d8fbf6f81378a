import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ManifestObject } from '../manifest/manifest-object';
import type { EnvFrom, EnvSource } from '../pod/env';
import type { Volume } from '../pod/volumes';
import { wrongValue } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { judgeProps, plainProps } from '../shape/check';
import { idIn } from '../shape/place';
import { checkSealedSecret } from './check';
import { existingSecret, type SecretKeys, type SecretVolumeOptions } from './keys';
import { planSealedSecret } from './plan';
import type { SealedSecretProps } from './spec';

/**
 * A Secret whose sealed values are in git: only the controller in the cluster is able to read them. Its keys
 * are typed: `db.key('password')`.
 * @see https://github.com/bitnami-labs/sealed-secrets
 */
export class SealedSecret<K extends string> extends Construct implements SecretKeys<K> {
  readonly name: string;
  readonly secretName: string;
  /** Undefined when something is wrong. */
  readonly object: ApiObject | undefined;
  private readonly keys: SecretKeys<K>;
  private readonly names: readonly string[];

  constructor(scope: Construct, name: string, given: SealedSecretProps<K>) {
    super(scope, idIn('SealedSecret', scope, name, 'SealedSecret'));
    const props = plainProps('SealedSecret', given);
    this.name = name;
    this.secretName = name;
    this.keys = existingSecret<K>(name, []);
    this.names = Object.keys(props?.encryptedData ?? {});
    const problems = judgeProps('SealedSecret', props, () => checkSealedSecret(name, props));
    reportProblems(this, problems);
    if (problems.length > 0) return;
    this.object = new ManifestObject(this, 'SealedSecret', planSealedSecret(name, props));
  }

  key(key: K, options?: { readonly optional?: boolean }): EnvSource {
    if (!this.names.includes(key))
      reportProblems(this, [wrongValue('key()', key, this.names.join(', '))]);
    return this.keys.key(key, options);
  }

  volume(options?: SecretVolumeOptions<K>): Volume {
    return this.keys.volume(options);
  }

  all(options?: { readonly prefix?: string }): EnvFrom {
    return this.keys.all(options);
  }
}
