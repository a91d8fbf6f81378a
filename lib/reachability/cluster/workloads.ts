import { isManifest } from '../../manifest/manifest';
import { findPodTemplates, findTemplateKeys } from '../../manifest/pod-template';
import { type PodPort, PROTOCOLS } from '../spec';
import { Field } from './field';
import { type ClusterObject, joinReadings, type Reading, readWith } from './objects';
import { type Labels, readLabels } from './selector';
import { inNamespaces } from './shared-templates';

/** A workload's pods, before the namespace's part is known. */
export interface PodTemplate {
  readonly object: ClusterObject;
  /** What the pods are called. */
  readonly workload: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly serviceAccount: string;
  readonly ports: readonly PodPort[];
  readonly hostNetwork: boolean;
}

/**
 * Reads the pods of all workloads; a Rollout that refers to a Deployment stands in its place, and Jobs of a
 * template for all namespaces in each that uses it.
 */
export function readWorkloads(objects: readonly ClusterObject[]): Reading<PodTemplate> {
  const workloads = inNamespaces(objects).filter(isWorkload);
  const byKey = new Map(
    workloads.map((object) => [keyOf(object, object.kind, object.name), object]),
  );
  const references = new Map(
    workloads.flatMap((object) => {
      const referred = referredBy(object);
      const target = referred === undefined ? undefined : byKey.get(referred);
      return target === undefined ? [] : [[object, target] as const];
    }),
  );
  const replaced = new Set(references.values());
  return joinReadings(
    workloads
      .filter((object) => !replaced.has(object))
      .flatMap((object) => {
        const source = references.get(object) ?? object;
        return placesOf(source).map((place) => readTemplate(object, source, place));
      }),
  );
}

/** Whether an object starts pods, and no other one has made it. */
export function isWorkload(object: ClusterObject): boolean {
  return placesOf(object).length > 0 && !isOwned(object);
}

function readTemplate(
  object: ClusterObject,
  source: ClusterObject,
  { keys, workload }: Place,
): Reading<PodTemplate> {
  return readWith(source, (root) => {
    const template = keys.reduce<Field>(
      (field, key) => (typeof key === 'string' ? field.get(key) : field.item(key)),
      root,
    );
    if (!template.present) template.wrong('a pod template');
    const spec = template.get('spec');
    return {
      object,
      workload: workload ?? object.name,
      labels: { ...jobLabels(object), ...readLabels(template.get('metadata').get('labels')) },
      annotations: readAnnotations(template.get('metadata').get('annotations')),
      serviceAccount:
        spec.get('serviceAccountName').text() ?? spec.get('serviceAccount').text() ?? 'default',
      ports: [
        ...spec.get('containers').items(),
        ...spec.get('initContainers').items().filter(isSidecar),
      ]
        .flatMap((container) => container.get('ports').items())
        .flatMap(readPort),
      hostNetwork: spec.get('hostNetwork').flag(),
    };
  });
}

function readAnnotations(field: Field): Labels {
  return Object.fromEntries(
    field.members().flatMap(([key, value]) => {
      const text = value.text('text: put it in quotes');
      return text === undefined ? [] : [[key, text] as const];
    }),
  );
}

function readPort(field: Field): readonly PodPort[] {
  const port = field.get('containerPort').integer(1, 65535);
  if (!field.get('containerPort').present) field.get('containerPort').wrong('a port');
  const name = field.get('name').text();
  const protocol = field.get('protocol').choice(PROTOCOLS, 'TCP');
  return port === undefined ? [] : [{ port, protocol, ...(name !== undefined && { name }) }];
}

/** An init container that stays: only its ports are there while the pod runs. */
function isSidecar(container: Field): boolean {
  return container.get('restartPolicy').value === 'Always';
}

/** The labels that the Job controller adds. */
function jobLabels({ kind, name }: ClusterObject): Labels {
  return kind === 'Job' ? { 'batch.kubernetes.io/job-name': name, 'job-name': name } : {};
}

/** Whether another workload made it, as in what `kubectl get` prints. */
function isOwned(object: ClusterObject): boolean {
  return quiet(object)
    .get('metadata')
    .get('ownerReferences')
    .items()
    .some((owner) => owner.get('controller').value === true);
}

function referredBy(object: ClusterObject): string | undefined {
  const reference = quiet(object).get('spec').get('workloadRef');
  if (object.kind !== 'Rollout' || !reference.present) return undefined;
  return keyOf(object, String(reference.get('kind').value), String(reference.get('name').value));
}

/** Where an object holds a pod template; and what the pods are called, if not as the object is. */
interface Place {
  readonly keys: readonly (string | number)[];
  readonly workload?: string;
}

function placesOf({ group, kind, manifest }: ClusterObject): readonly Place[] {
  const keys = findTemplateKeys(group, kind);
  if (keys !== undefined) return [{ keys }];
  return isManifest(manifest) ? findPodTemplates(manifest) : [];
}

function keyOf(beside: ClusterObject, kind: string, name: string): string {
  return [beside.cluster, beside.namespace, kind, name].join(' ');
}

/** To look into an object before it is read. */
function quiet(object: ClusterObject): Field {
  return new Field(object.manifest, '', () => undefined);
}
