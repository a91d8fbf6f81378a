import { type Fields, fieldsOf, itemsOf, textsOf } from '../../manifest/fields';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';
import { findPodTemplates } from '../../manifest/pod-template';
import {
  findSecretAnnotation,
  findSecretArgument,
  findSecretInFile,
  findSecretKind,
  findSureSecretInParameter,
} from '../../manifest/secret-likeness';
import { type Finding, findingOf } from '../finding';

const WAY =
  'is not for git: have it made by an ExternalSecret or a SealedSecret, or in the cluster, and use existingSecret()';

/** Parts of a pod that hold containers. */
const CONTAINERS = ['initContainers', 'containers'] as const;

/**
 * Finds secret values in manifests: Secrets with data, which nobody may write, and plain values that look like
 * secrets in ConfigMaps, variables, arguments, annotations, triggers and values of charts, which are warned of. The values
 * themselves are never shown.
 */
export function checkSecretValues(manifests: ManifestSet): readonly Finding[] {
  return manifests.flatMap((entry) => {
    const { kind, apiVersion, metadata } = entry.manifest;
    const annotations = checkAnnotations(entry, 'metadata.annotations', metadata.annotations);
    const own =
      apiVersion === 'v1' && kind === 'Secret'
        ? checkSecret(entry)
        : apiVersion === 'v1' && kind === 'ConfigMap'
          ? checkConfigMap(entry)
          : kind === 'Application'
            ? checkCharts(entry)
            : [...checkTriggers(entry), ...checkPods(entry)];
    return [...annotations, ...own];
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
    warnings(entry, `data.${key}`, findSecretKind(key, value) ?? findSecretInFile(value)),
  );
}

function checkAnnotations(
  entry: ManifestEntry,
  field: string,
  annotations: unknown,
): readonly Finding[] {
  return Object.entries(fieldsOf(annotations)).flatMap(([key, value]) =>
    warnings(entry, `${field}["${key}"]`, findSecretAnnotation(key, value)),
  );
}

/** What Argo CD gives to Helm. */
function checkCharts(entry: ManifestEntry): readonly Finding[] {
  const { source, sources } = fieldsOf(entry.manifest.spec);
  return [source, ...itemsOf(sources)].flatMap((one) => {
    const { parameters, values } = fieldsOf(fieldsOf(one).helm);
    return [
      ...itemsOf(parameters)
        .map(fieldsOf)
        .flatMap(({ name, value }) =>
          warnings(entry, `helm.parameters.${String(name)}`, findSecretKind(name, value)),
        ),
      ...warnings(
        entry,
        'helm.values',
        findSecretKind('values', values) ?? findSecretInFile(values),
      ),
    ];
  });
}

/** What KEDA is given to ask with. */
function checkTriggers(entry: ManifestEntry): readonly Finding[] {
  const { kind, spec } = entry.manifest;
  if (kind !== 'ScaledObject' && kind !== 'ScaledJob') return [];
  return itemsOf(fieldsOf(spec).triggers).flatMap((trigger, index) =>
    Object.entries(fieldsOf(fieldsOf(trigger).metadata)).flatMap(([key, value]) =>
      warnings(
        entry,
        `spec.triggers[${index}].metadata.${key}`,
        findSecretKind(key, value) ?? findSureSecretInParameter(key, String(value)),
      ),
    ),
  );
}

function checkPods(entry: ManifestEntry): readonly Finding[] {
  return findPodTemplates(entry.manifest).flatMap(({ path, spec, metadata }) => [
    ...(path === ''
      ? []
      : checkAnnotations(entry, `${path}metadata.annotations`, metadata.annotations)),
    ...CONTAINERS.flatMap((list) =>
      itemsOf(spec[list])
        .map(fieldsOf)
        .flatMap((container) =>
          checkContainer(entry, `${path}spec.${list}[${container.name}]`, container),
        ),
    ),
  ]);
}

function checkContainer(
  entry: ManifestEntry,
  at: string,
  { env, command, args }: Fields,
): readonly Finding[] {
  const variables = itemsOf(env)
    .map(fieldsOf)
    .flatMap(({ name, value }) =>
      warnings(entry, `${at}.env.${name}`, findSecretKind(name, value)),
    );
  const words = Object.entries({ command, args }).flatMap(([key, list]) =>
    textsOf(list).flatMap((word, index, all) =>
      warnings(entry, `${at}.${key}[${index}]`, findSecretArgument(word, all[index + 1])),
    ),
  );
  return [...variables, ...words];
}

function warnings(
  entry: ManifestEntry,
  field: string,
  kind: string | undefined,
): readonly Finding[] {
  if (kind === undefined) return [];
  const message = `looks like ${kind} in plain text, which ${WAY}`;
  return [findingOf('plain-secret', entry, { field, message }, 'warning')];
}
