import { type Fields, fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { namespaceOf, perSet } from '../objects';

/** A Secret that an object is, or has made. */
export interface MadeSecret {
  readonly entry: ManifestEntry;
  readonly name: string;
  /** Undefined where nobody knows them. */
  readonly keys: ReadonlySet<string> | undefined;
}

type Made = Pick<MadeSecret, 'name'> & { readonly keys: readonly string[] | undefined };

/** What makes Secrets, and of which keys. */
const MAKERS: Readonly<Record<string, (spec: Fields, name: string, all: Fields) => Made>> = {
  Secret: (_, name, all) => ({
    name,
    // Kubernetes fills a token in.
    keys:
      all.type === 'kubernetes.io/service-account-token'
        ? undefined
        : [...keysIn(all.data), ...keysIn(all.stringData)],
  }),
  'bitnami.com/SealedSecret': ({ encryptedData, template }, name) => {
    const { metadata, data } = fieldsOf(template);
    return {
      name: findText(fieldsOf(metadata).name) ?? name,
      keys: [...keysIn(encryptedData), ...keysIn(data)],
    };
  },
  'cert-manager.io/Certificate': ({ secretName, keystores, additionalOutputFormats }, name) => ({
    name: findText(secretName) ?? name,
    keys: keystores || additionalOutputFormats ? undefined : ['ca.crt', 'tls.crt', 'tls.key'],
  }),
  'external-secrets.io/ExternalSecret': externalSecret,
};

/** The Secrets that the set makes, by cluster, namespace and name. */
export const secretsMade = perSet((objects) => {
  const made = new Map<string, readonly MadeSecret[]>();
  for (const [kind, make] of Object.entries(MAKERS))
    for (const entry of objects.ofKind(kind)) {
      const { manifest } = entry;
      const { name, keys } = make(fieldsOf(manifest.spec), manifest.metadata.name, manifest);
      const key = placeOf(entry, name);
      const one = { entry, name, keys: keys && new Set(keys) };
      made.set(key, [...(made.get(key) ?? []), one]);
    }
  return made;
});

/** Key of what has a name, and is beside an object. */
export function placeOf({ cluster, manifest }: ManifestEntry, name: string): string {
  return `${cluster} ${namespaceOf(manifest)}/${name}`;
}

function externalSecret(spec: Fields, name: string): Made {
  const target = fieldsOf(spec.target);
  const template = fieldsOf(target.template);
  const isOpen =
    itemsOf(spec.dataFrom).length > 0 ||
    target.creationPolicy === 'Merge' ||
    target.creationPolicy === 'None' ||
    itemsOf(template.templateFrom).length > 0;
  const data = itemsOf(spec.data).flatMap((item) => findText(fieldsOf(item).secretKey) ?? []);
  const templated = keysIn(template.data);
  // A template replaces what it is made of, unless it says to merge.
  const keys =
    templated.length > 0 && template.mergePolicy !== 'Merge' ? templated : [...data, ...templated];
  return { name: findText(target.name) ?? name, keys: isOpen ? undefined : keys };
}

function keysIn(value: unknown): readonly string[] {
  return Object.keys(fieldsOf(value));
}
