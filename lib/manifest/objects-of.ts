import { fieldsOf, findText, isFields } from './fields';
import { isKustomization, isLocalConfig } from './local-config';
import { isManifest, type Manifest } from './manifest';

/** The objects in the data of a document, none for an empty one, or what is wrong with it. */
export function objectsOf(file: string, data: unknown): readonly Manifest[] | string {
  if (data === null || data === undefined) return [];
  if (isLocalConfig(data) || isKustomization(file, data)) return [];
  const object = findObject(data);
  if (object !== undefined) return [object];
  const { kind, items } = fieldsOf(data);
  if (!findText(kind)?.endsWith('List') || !Array.isArray(items)) return mistakeOf(data);
  const objects = items.map((item: unknown) => findObject(item) ?? mistakeOf(item));
  const wrong = objects.find((item) => typeof item === 'string');
  return wrong ?? objects.filter((item) => typeof item !== 'string');
}

/** One that the cluster gives a name is called by what its name will begin with. */
function findObject(data: unknown): Manifest | undefined {
  if (isManifest(data)) return data;
  const { metadata } = fieldsOf(data);
  const { name, generateName } = fieldsOf(metadata);
  if ((name !== undefined && name !== null && name !== '') || typeof generateName !== 'string')
    return undefined;
  const named = { ...fieldsOf(data), metadata: { ...fieldsOf(metadata), name: generateName } };
  return isManifest(named) ? named : undefined;
}

const NO_OBJECT = 'is no Kubernetes object: it needs apiVersion, kind and metadata.name';

/** Says why data is no object: as a rule, because of a text without quotes. */
function mistakeOf(data: unknown): string {
  if (!isFields(data)) return NO_OBJECT;
  const { apiVersion, kind, metadata } = data;
  const texts = { apiVersion, kind, 'metadata.name': fieldsOf(metadata).name };
  for (const [field, value] of Object.entries(texts))
    if (typeof value === 'number' || typeof value === 'boolean')
      return `has the ${typeof value} ${value} as ${field}, allowed a text: write "${value}"`;
  return NO_OBJECT;
}

/** Whether an object has no name of its own: the cluster gives it one, at each creation another. */
export function isUnnamed({ metadata: { name, generateName } }: Manifest): boolean {
  return name !== '' && name === generateName;
}
