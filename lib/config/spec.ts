import type { Address } from '../endpoint/address';

/** Configuration that belongs to one microservice, kept in ConfigMaps of its own. */
export interface Config {
  /** Environment variables of the main container, kept in a ConfigMap, `<name>-config-<hash>`. @default none */
  readonly values?: Readonly<Record<string, string | number | boolean | Address>>;
  /** Files in one folder of the main container, kept in a ConfigMap, `<name>-files-<hash>`. @default none */
  readonly files?: ConfigFiles;
}

/** Files by name, and the folder in which the main container sees them. */
export interface ConfigFiles {
  /** Absolute path of the folder, which shows nothing else. */
  readonly mountPath: string;
  /** Text by file name. All together at most 1 MiB. */
  readonly contents: Readonly<Record<string, string>>;
}
