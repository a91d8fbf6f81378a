import { fieldsOf, findText, itemsOf, textsOf } from '../../../lib/manifest/fields';
import { isManifest, type Manifest } from '../../../lib/manifest/manifest';

/**
 * What kustomize makes of a folder when Argo CD gives it a namespace: the namespace of each object first, then
 * the replacements in their order; what is local stays away.
 */
export function kustomize(
  kustomization: Manifest,
  resources: readonly Manifest[],
  namespace: string,
): readonly Manifest[] {
  const objects: Record<string, unknown>[] = structuredClone(resources).map((resource) => ({
    ...resource,
    metadata:
      resource.kind === 'Namespace'
        ? { ...resource.metadata, name: namespace }
        : { ...resource.metadata, namespace },
  }));
  for (const one of itemsOf(kustomization.replacements)) {
    const { source, targets } = fieldsOf(one);
    const value = sourceValue(objects, fieldsOf(source));
    for (const target of itemsOf(targets)) {
      const { select, fieldPaths, options } = fieldsOf(target);
      const chosen = objects.filter((object) => isSelected(object, fieldsOf(select)));
      for (const object of chosen)
        for (const path of textsOf(fieldPaths)) replaceAt(object, path, value, fieldsOf(options));
    }
  }
  return objects
    .filter(isManifest)
    .filter(
      ({ metadata }) => !('config.kubernetes.io/local-config' in fieldsOf(metadata.annotations)),
    );
}

type Fields = Readonly<Record<string, unknown>>;

function isSelected(object: Fields, { group, kind, name }: Fields): boolean {
  const apiVersion = findText(object.apiVersion) ?? '';
  return (
    (kind === undefined || object.kind === kind) &&
    (name === undefined || fieldsOf(object.metadata).name === name) &&
    (group === undefined || apiVersion.startsWith(`${String(group)}/`))
  );
}

function sourceValue(objects: readonly Fields[], source: Fields): string {
  const [object, ...others] = objects.filter((one) => isSelected(one, source));
  if (object === undefined || others.length > 0)
    throw new Error(`${JSON.stringify(source)}: not one`);
  const text = findText(keysOf(findText(source.fieldPath) ?? '').reduce(member, object)) ?? '';
  const { delimiter, index } = fieldsOf(source.options);
  if (delimiter === undefined) return text;
  const part = text.split(String(delimiter))[Number(index)];
  if (part === undefined) throw new Error(`${text}: has no part ${index}`);
  return part;
}

function replaceAt(object: Fields, path: string, value: string, options: Fields): void {
  const keys = keysOf(path);
  const last = keys.pop() ?? '';
  const holder: unknown = keys.reduce(member, object);
  const text = member(holder, last);
  if (typeof text !== 'string' || typeof holder !== 'object' || holder === null)
    throw new Error(`unable to find field ${path}`);
  Reflect.set(holder, last, replaced(text, value, options));
}

function replaced(text: string, value: string, { delimiter, index }: Fields): string {
  if (delimiter === undefined) return value;
  const parts = text.split(String(delimiter));
  if (Number(index) >= parts.length) throw new Error(`${text}: has no part ${index}`);
  parts[Number(index)] = value;
  return parts.join(String(delimiter));
}

/** A dot in a key has a backslash before it. */
function keysOf(path: string): string[] {
  return path.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const isPlace = /^\d+$/.test(key);
  // Kustomize takes a number for a place in a list, whatever is there.
  if (isPlace !== Array.isArray(value)) throw new Error(`wrong node kind at ${key}`);
  return Reflect.get(value, key);
}
