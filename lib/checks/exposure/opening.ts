import type { ExposureKind } from '../../kubernetes/exposure';
import { type Fields, fieldsOf, findText, itemsOf } from '../../manifest/fields';

/** A port that is open to the outside. */
export interface ExposedPort {
  /** Undefined where the cluster picks it. */
  readonly port: number | undefined;
  /** `TCP`, `UDP`, `HTTPS`: as the object has it. */
  readonly protocol: string;
}

/** What an object opens, in one of the ways. */
export interface Opening {
  readonly kind: ExposureKind;
  /** Empty for routes, which go through the ports of their gateway. */
  readonly ports: readonly ExposedPort[];
  /** Host names that are answered to; empty: all. */
  readonly hosts: readonly string[];
  /** Addresses that are let in, as CIDRs; empty: all. */
  readonly sourceRanges: readonly string[];
}

/** A list's ports, each under `field`. */
export function portsOf(list: unknown, field: string, protocol = 'TCP'): readonly ExposedPort[] {
  return itemsOf(list).map((item) => portOf(fieldsOf(item), field, protocol));
}

/** A port with its protocol. */
export function portOf(fields: Fields, field: string, protocol = 'TCP'): ExposedPort {
  const port = fields[field];
  return {
    port: typeof port === 'number' && port > 0 ? port : undefined,
    protocol: findText(fields.protocol) ?? protocol,
  };
}

/** Host names, each once; none where one of them stands for all. */
export function hostsOf(names: readonly (string | undefined)[]): readonly string[] {
  const hosts = new Set(names.map((name) => name || '*'));
  return hosts.has('*') ? [] : [...hosts];
}

/** CIDRs that an annotation lists. */
export function rangesIn(text: unknown): readonly string[] {
  return (findText(text) ?? '')
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
}
