import { endpointsIn, isAddress, renderAddress } from '../endpoint/address';
import type { Endpoint } from '../endpoint/endpoint';
import type { StringMap } from '../kubernetes/labels';
import { sha256 } from '../kubernetes/sha256';
import type { Config } from './spec';

/** The data of one ConfigMap. */
export interface ConfigData {
  /** Ends in a hash of the data, so that pods keep the one that they were made with. */
  readonly name: string;
  readonly data: StringMap;
}

/** The ConfigMaps that hold a microservice's configuration; undefined where it has none. */
export interface ConfigPlan {
  readonly values: ConfigData | undefined;
  readonly files: ConfigData | undefined;
}

/** Data of the ConfigMaps, with addresses as seen from the namespace. */
export function planConfig(
  name: string,
  config: Config = {},
  namespace: string | undefined,
): ConfigPlan {
  const values = Object.entries(config.values ?? {}).map(
    ([key, value]) =>
      [key, isAddress(value) ? renderAddress(value, namespace) : String(value)] as const,
  );
  return {
    values: configData(`${name}-config`, Object.fromEntries(values)),
    files: configData(`${name}-files`, config.files?.contents ?? {}),
  };
}

function configData(name: string, data: StringMap): ConfigData | undefined {
  return Object.keys(data).length === 0 ? undefined : { name: `${name}-${hashOf(data)}`, data };
}

/** The endpoints that configuration values name. */
export function endpointsInConfig(config: Config = {}): readonly Endpoint[] {
  return Object.values(config.values ?? {}).flatMap((value) =>
    isAddress(value) ? endpointsIn(value) : [],
  );
}

/** Eight hex digits that depend on keys and values, and not on their order. */
function hashOf(data: StringMap): string {
  const entries = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify(entries)).slice(0, 8);
}
