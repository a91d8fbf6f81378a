import type { IConstruct } from 'constructs';
import { ANNOTATION } from '../kubernetes/annotations';
import { apiGroupOf } from '../kubernetes/scope';
import { fieldsOf, findText, textsOf } from './fields';
import type { Manifest } from './manifest';
import type { ManifestSet } from './manifest-set';

/** Where an app keeps what exists outside of it. */
const KEY = 'supercargo:external';

/** An object that something else makes, so that others may refer to it. */
export interface External {
  /** Kind with the API group: `Secret`, `apps/Deployment`. */
  readonly kind: string;
  readonly name: string;
  /** @default any */
  readonly namespace?: string;
  /** Keys of a ConfigMap or a Secret. @default any */
  readonly keys?: readonly string[];
}

/** Says on a construct that an object exists outside. Nothing of it is written. */
export function addExternal(construct: IConstruct, external: External): void {
  construct.node.root.node.addMetadata(KEY, external);
}

/** What exists outside, as the construct tree says. */
export function externalsIn(root: IConstruct): readonly External[] {
  return root.node.metadata.flatMap(({ type, data }) => {
    const { kind, name, namespace, keys } = fieldsOf(type === KEY ? data : undefined);
    if (typeof kind !== 'string' || typeof name !== 'string') return [];
    return [
      {
        kind,
        name,
        namespace: findText(namespace),
        keys: keys === undefined ? undefined : textsOf(keys),
      },
    ];
  });
}

/** What exists outside, as annotations say: `supercargo/external: v1/Secret/shop/db, v1/ConfigMap/shop/ca#ca.crt`. */
export function externalsOn(manifests: ManifestSet): readonly External[] {
  return manifests.flatMap(({ manifest }) =>
    externalTexts(manifest).flatMap((text) => parseExternal(text) ?? []),
  );
}

/** What one object's annotation says to exist outside, each as it is written there. */
export function externalTexts({ metadata }: Manifest): readonly string[] {
  return (findText(fieldsOf(metadata.annotations)[ANNOTATION.external]) ?? '')
    .split(/[,\n]/)
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** What an object outside is to be written as. */
export const EXTERNAL_FORMS = "an object: 'v1/Secret/shop/db', 'v1/ConfigMap/shop/ca#ca.crt;crl'";

/**
 * Reads `v1/Secret/shop/db#password;user`: API version, kind, namespace where it has one, name, and the keys if
 * they matter. Undefined where it doesn't look so.
 */
export function parseExternal(text: string): External | undefined {
  const [path = '', keys] = text.split('#', 2);
  const parts = path.split('/');
  const place = parts.findIndex((part) => /^[A-Z][A-Za-z0-9]*$/.test(part));
  const names = parts.slice(place + 1);
  const [first, second] = names;
  if (place < 0 || first === undefined || names.length > 2 || names.includes('')) return undefined;
  return {
    kind: kindFrom(parts.slice(0, place), parts[place] ?? ''),
    name: second ?? first,
    ...(second !== undefined && { namespace: first }),
    ...(keys !== undefined && { keys: keys.split(';') }),
  };
}

/** Kind with the API group of `v1/Secret`, `apps/v1/Deployment`, or what has no version. */
export function kindFrom(apiVersion: readonly string[], kind: string): string {
  const [first = ''] = apiVersion;
  const isVersion = /^v\d/.test(first) && !first.includes('.');
  const group = isVersion ? '' : apiGroupOf(`${first}/`);
  return group === '' ? kind : `${group}/${kind}`;
}
