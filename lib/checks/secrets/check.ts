import { fieldsOf, itemsOf } from '../../manifest/fields';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';
import { findPodTemplates } from '../../manifest/pod-template';
import { type Finding, findingOf } from '../finding';
import { isLikeSecret } from './likeness';

const WAY =
  'is not for git: have it made by an ExternalSecret or a SealedSecret, or in the cluster, and use existingSecret()';

/** Parts of a pod that hold containers. */
const CONTAINERS = ['initContainers', 'containers'] as const;

/**
 * Finds secret values in manifests: Secrets with data, which nobody may write, and plain values that look like
 * secrets in ConfigMaps and variables, which are warned of. The values themselves are never shown.
 */
export function checkSecretValues(manifests: ManifestSet): readonly Finding[] {
  return manifests.flatMap((entry) => {
    const { kind, apiVersion } = entry.manifest;
    if (apiVersion !== 'v1') return checkVariables(entry);
    if (kind === 'Secret') return checkSecret(entry);
    return kind === 'ConfigMap' ? checkConfigMap(entry) : checkVariables(entry);
  });
}

function checkSecret(entry: ManifestEntry): readonly Finding[] {
  return (['data', 'stringData'] as const).flatMap((field) =>
    Object.keys(fieldsOf(entry.manifest[field])).map((key) =>
      findingOf('secret-value', entry, {
        field: `${field}.${key}`,
        message: `holds a value, which ${WAY}`,
      }),
    ),
  );
}

function checkConfigMap(entry: ManifestEntry): readonly Finding[] {
  return Object.entries(fieldsOf(entry.manifest.data)).flatMap(([key, value]) =>
    isLikeSecret(key, value) ? [warning(entry, `data.${key}`)] : [],
  );
}

function checkVariables(entry: ManifestEntry): readonly Finding[] {
  return findPodTemplates(entry.manifest).flatMap(({ path, spec }) =>
    CONTAINERS.flatMap((list) =>
      itemsOf(spec[list])
        .map(fieldsOf)
        .flatMap((container) =>
          itemsOf(container.env)
            .map(fieldsOf)
            .filter(({ name, value }) => isLikeSecret(name, value))
            .map(({ name }) =>
              warning(entry, `${path}spec.${list}[${container.name}].env.${name}`),
            ),
        ),
    ),
  );
}

function warning(entry: ManifestEntry, field: string): Finding {
  const message = `looks like a secret in plain text, which ${WAY}`;
  return findingOf('plain-secret', entry, { field, message }, 'warning');
}
