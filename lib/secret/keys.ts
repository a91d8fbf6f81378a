import { type EnvFrom, type EnvSource, secretKey } from '../pod/env';
import { secretVolume, type Volume } from '../pod/volumes';

type AnyVolumeOptions = NonNullable<Parameters<typeof secretVolume>[1]>;

/** How keys of a Secret are shown as files. */
export type SecretVolumeOptions<K extends string> = Omit<AnyVolumeOptions, 'items'> & {
  /** Keys to show, and the file that each becomes. @default every key, as a file of its name */
  readonly items?: Readonly<Partial<Record<K, string>>>;
};

/** A Secret by its name and its keys. A key that isn't declared doesn't compile. */
export interface SecretKeys<K extends string = string> {
  /** Name of the Secret. */
  readonly secretName: string;
  /** One of its keys, as the value of an environment variable. */
  key(key: K, options?: { readonly optional?: boolean }): EnvSource;
  /** Its keys as files. */
  volume(options?: SecretVolumeOptions<K>): Volume;
  /** All its keys as environment variables, for `envFrom`. */
  all(options?: { readonly prefix?: string }): EnvFrom;
}

/** A Secret that exists already, or that something else makes, by the keys that it has. */
export function existingSecret<const K extends string>(
  secretName: string,
  _keys: readonly K[],
): SecretKeys<K> {
  return {
    secretName,
    key: (key, options) => secretKey(secretName, key, options),
    volume: (options) => volumeOf(secretName, options),
    all: (options) => ({ secret: secretName, ...options }),
  };
}

function volumeOf<K extends string>(
  secretName: string,
  { items, ...options }: SecretVolumeOptions<K> = {},
): Volume {
  if (items === undefined) return secretVolume(secretName, options);
  const files = Object.entries<string | undefined>(items).flatMap(([key, file]) =>
    file === undefined ? [] : [[key, file] as const],
  );
  return secretVolume(secretName, { ...options, items: Object.fromEntries(files) });
}
