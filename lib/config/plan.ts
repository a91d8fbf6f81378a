import { createHash } from 'node:crypto';
import { endpointsIn, isAddress, renderAddress } from '../endpoint/address';
import type { Endpoint } from '../endpoint/endpoint';
import type { StringMap } from '../kubernetes/labels';
import type { Config } from './spec';

/** The data of one ConfigMap. */
export interface ConfigData {
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
  const contents = config.files?.contents ?? {};
  return {
    values:
      values.length === 0
        ? undefined
        : { name: `${name}-config`, data: Object.fromEntries(values) },
    files:
      Object.keys(contents).length === 0 ? undefined : { name: `${name}-files`, data: contents },
  };
}

/** The endpoints that configuration values name. */
export function endpointsInConfig(config: Config = {}): readonly Endpoint[] {
  return Object.values(config.values ?? {}).flatMap((value) =>
    isAddress(value) ? endpointsIn(value) : [],
  );
}

/** Sixteen hex digits that change with the configuration: on a pod template they roll the pods. */
export function configHash(plan: ConfigPlan): string | undefined {
  if (plan.values === undefined && plan.files === undefined) return undefined;
  const entries = [plan.values, plan.files].map((map) => sortedEntries(map?.data ?? {}));
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16);
}

function sortedEntries(data: StringMap): readonly (readonly [string, string])[] {
  return Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
}
