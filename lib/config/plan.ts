import { endpointsIn, isAddress, renderAddress } from '../endpoint/address';
import type { Endpoint } from '../endpoint/endpoint';
import type { StringMap } from '../kubernetes/labels';
import { sha256 } from '../kubernetes/sha256';
import type { Config, ConfigFiles } from './spec';

/** The data of one ConfigMap. */
export interface ConfigData {
  /** Ends in a hash of the data, so that pods keep the one that they were made with. */
  readonly name: string;
  /** Undefined where all of it is binary. */
  readonly data: StringMap | undefined;
  /** Bytes as base64. */
  readonly binaryData?: StringMap;
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
    files: fileData(`${name}-files`, config.files?.contents ?? {}),
  };
}

function configData(name: string, data: StringMap): ConfigData | undefined {
  if (Object.keys(data).length === 0) return undefined;
  return { name: `${name}-${hashOf(sorted(data))}`, data };
}

function fileData(name: string, contents: ConfigFiles['contents']): ConfigData | undefined {
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  for (const [file, content] of Object.entries(contents))
    if (typeof content === 'string') data[file] = content;
    else binaryData[file] = Buffer.from(content).toString('base64');
  if (Object.keys(binaryData).length === 0) return configData(name, data);
  return {
    name: `${name}-${hashOf([sorted(data), sorted(binaryData)])}`,
    data: Object.keys(data).length === 0 ? undefined : data,
    binaryData,
  };
}

/** The endpoints that configuration values name. */
export function endpointsInConfig(config: Config = {}): readonly Endpoint[] {
  return Object.values(config.values ?? {}).flatMap((value) =>
    isAddress(value) ? endpointsIn(value) : [],
  );
}

function sorted(data: StringMap): readonly (readonly [string, string])[] {
  return Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Eight hex digits that depend on what is given. */
function hashOf(entries: readonly unknown[]): string {
  return sha256(JSON.stringify(entries)).slice(0, 8);
}
