import type { Address } from '../endpoint/address';

/** Configuration that belongs to one microservice, kept in ConfigMaps of its own. */
export interface Config {
  /** Environment variables of the main container, kept in a ConfigMap, `<name>-config-<hash>`. @default none */
  readonly values?: Readonly<Record<string, string | number | boolean | Address>>;
  /** Files that containers see, kept in a ConfigMap, `<name>-files-<hash>`. @default none */
  readonly files?: ConfigFiles;
}

/** Files by name, and where containers see them: those that mount the volume `config-files`, by `mounts`. */
export interface ConfigFiles {
  /** Absolute path of a folder of the main container, which shows nothing else. @default by `mounts` alone */
  readonly mountPath?: string;
  /** Text, or bytes such as those of `readFileSync()`, by file name. All together at most 1 MiB. */
  readonly contents: Readonly<Record<string, string | Uint8Array>>;
  /** Octal permission bits of the files: `0o555` for scripts that are started. @default 0o644, Kubernetes' own */
  readonly mode?: number;
}
