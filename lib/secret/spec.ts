import type { ExistingStore } from '../environment/secrets';
import type { Duration } from '../kubernetes/duration';
import type { StringMap } from '../kubernetes/labels';

/** Where a value is kept: `shop/mysql#password`, or `shop/mysql` where that holds one value alone. */
export type KeySource = string | RemoteKey;

/** Where a value is kept, with all that can be said of it. The value itself is for the store only. */
export interface RemoteKey {
  /** Name or path in the store. */
  readonly key: string;
  /** A field of what is kept there. @default all of it */
  readonly property?: string;
  /** A version of it, which stays as it is when there is a newer one. @default the newest */
  readonly version?: string;
  /** @default 'None' */
  readonly decodingStrategy?: 'Auto' | 'Base64' | 'Base64URL' | 'None';
  /** No value belongs here: put it into the store, and say where it is. */
  readonly value?: never;
}

/** The types of Secrets that Kubernetes knows. */
export type SecretType =
  | 'Opaque'
  | 'kubernetes.io/basic-auth'
  | 'kubernetes.io/dockerconfigjson'
  | 'kubernetes.io/ssh-auth'
  | 'kubernetes.io/tls'
  | (string & {});

/** Metadata of an object. */
interface Described {
  /** @default the recommended ones */
  readonly labels?: StringMap;
  /** @default none */
  readonly annotations?: StringMap;
}

/** A Secret that External Secrets makes, and keeps as the store has it. */
export interface ExternalSecretProps<K extends string = string, T extends string = never>
  extends Described {
  /** The Secret's keys, and where the value of each is kept. */
  readonly keys: Readonly<Record<K, KeySource>>;
  /** @default that of the environment's `secrets`, made in the namespace when it is asked for */
  readonly store?: ExistingStore;
  /**
   * Further keys, made of the others: `{ dsn: 'shop:{{ .password }}@tcp(mysql)/shop' }`.
   * @default none
   * @see https://external-secrets.io/latest/guides/templating/
   */
  readonly template?: Readonly<Record<T, string>>;
  /** @default 'Opaque' */
  readonly type?: SecretType;
  /** Name of the Secret. @default the name of the ExternalSecret */
  readonly secretName?: string;
  /** How soon a change in the store gets into the Secret. @default External Secrets' own: an hour */
  readonly refreshInterval?: Duration;
  /** Whether the Secret goes when its value goes from the store. @default 'Retain' */
  readonly deletionPolicy?: 'Delete' | 'Merge' | 'Retain';
}

/** A Secret that the Sealed Secrets controller makes of what only it is able to read. */
export interface SealedSecretProps<K extends string = string> extends Described {
  /** The Secret's keys, and what `kubeseal --raw` has made of their values. */
  readonly encryptedData: Readonly<Record<K, string>>;
  /**
   * Whether the values are sealed for this name and namespace, for this namespace, or for all of the cluster.
   * @default 'strict'
   */
  readonly scope?: 'strict' | 'namespace-wide' | 'cluster-wide';
  /** @default 'Opaque' */
  readonly type?: SecretType;
}
