import { type Fields, fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { type PodsEntry, perSet } from '../objects';

/** A pod's reference to a ConfigMap or a Secret. */
export interface DataUse {
  readonly entry: ManifestEntry;
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly field: string;
  /** A key that has to be there. */
  readonly key: string | undefined;
  /** Where the key is named. */
  readonly keyField: string;
  readonly optional: boolean;
  /** Whether it is one of several keys of a reference that stands for itself. */
  readonly isItem: boolean;
}

/** A container, and where it stands. */
export interface PodContainer {
  readonly path: string;
  readonly fields: Fields;
  /** Whether it runs beside the others: what only starts them has no ports. */
  readonly stays: boolean;
}

/** All containers of pods. */
export function containersOf(pods: PodsEntry): readonly PodContainer[] {
  const known = containers.get(pods) ?? readContainers(pods);
  containers.set(pods, known);
  return known;
}

/** Many rules ask for them. */
const containers = new WeakMap<PodsEntry, readonly PodContainer[]>();

function readContainers({ template: { path, spec } }: PodsEntry): readonly PodContainer[] {
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    itemsOf(spec[list]).map((item, index) => {
      const fields = fieldsOf(item);
      return {
        fields,
        path: `${path}spec.${list}[${findText(fields.name) ?? index}]`,
        stays: list === 'containers' || fields.restartPolicy === 'Always',
      };
    }),
  );
}

/** What pods read of ConfigMaps and Secrets, by themselves or by their ServiceAccount. */
export const dataUses = perSet((objects): readonly DataUse[] => [
  ...objects.pods().flatMap(usesOf),
  ...objects.ofKind('ServiceAccount').flatMap(pullSecretsOf),
]);

/** Secrets by which the images of an account's pods are pulled. */
function pullSecretsOf(entry: ManifestEntry): readonly DataUse[] {
  return itemsOf(entry.manifest.imagePullSecrets).flatMap((item, index) => {
    const name = findText(fieldsOf(item).name);
    if (name === undefined) return [];
    const field = `imagePullSecrets[${index}].name`;
    const use = { entry, kind: 'Secret', name, field, keyField: field } as const;
    return [{ key: undefined, optional: false, isItem: false, ...use }];
  });
}

function usesOf(pods: PodsEntry): readonly DataUse[] {
  const { entry, template } = pods;
  const uses: DataUse[] = [];
  const add = (kind: DataUse['kind'], source: unknown, at: string, nameKey = 'name') => {
    const reference = fieldsOf(source);
    const name = findText(reference[nameKey]);
    if (name === undefined) return;
    const optional = reference.optional === true;
    const use = { entry, kind, name, field: `${at}.${nameKey}`, optional };
    const { key } = reference;
    uses.push({ key: findText(key), keyField: `${at}.key`, isItem: false, ...use });
    itemsOf(reference.items).forEach((item, index) => {
      const one = findText(fieldsOf(item).key);
      uses.push({ key: one, keyField: `${at}.items[${index}].key`, isItem: true, ...use });
    });
  };
  for (const { fields, path } of containersOf(pods)) {
    for (const [index, item] of itemsOf(fields.env).entries()) {
      const { name, valueFrom } = fieldsOf(item);
      const { configMapKeyRef, secretKeyRef } = fieldsOf(valueFrom);
      const at = `${path}.env[${findText(name) ?? index}].valueFrom`;
      if (configMapKeyRef) add('ConfigMap', configMapKeyRef, `${at}.configMapKeyRef`);
      if (secretKeyRef) add('Secret', secretKeyRef, `${at}.secretKeyRef`);
    }
    for (const [index, item] of itemsOf(fields.envFrom).entries()) {
      const { configMapRef, secretRef } = fieldsOf(item);
      if (configMapRef) add('ConfigMap', configMapRef, `${path}.envFrom[${index}].configMapRef`);
      if (secretRef) add('Secret', secretRef, `${path}.envFrom[${index}].secretRef`);
    }
  }
  for (const [index, item] of itemsOf(template.spec.volumes).entries()) {
    const { name, configMap, secret, projected } = fieldsOf(item);
    const at = `${template.path}spec.volumes[${findText(name) ?? index}]`;
    if (configMap) add('ConfigMap', configMap, `${at}.configMap`);
    if (secret) add('Secret', secret, `${at}.secret`, 'secretName');
    for (const [number, source] of itemsOf(fieldsOf(projected).sources).entries()) {
      const one = fieldsOf(source);
      const from = `${at}.projected.sources[${number}]`;
      if (one.configMap) add('ConfigMap', one.configMap, `${from}.configMap`);
      if (one.secret) add('Secret', one.secret, `${from}.secret`);
    }
  }
  for (const [index, item] of itemsOf(template.spec.imagePullSecrets).entries())
    add('Secret', item, `${template.path}spec.imagePullSecrets[${index}]`);
  return uses;
}

/** The name of the account that pods run as; undefined for the namespace's own. */
export function accountOf({ template: { spec } }: PodsEntry): string | undefined {
  const name = findText(spec.serviceAccountName) || findText(spec.serviceAccount);
  return name === '' || name === 'default' ? undefined : name;
}
