import { type Fields, fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';
import { findPodTemplates, type PodTemplate } from '../../manifest/pod-template';
import type { Violation } from './finding';

/** A pod, or one of its containers: what has a security context. */
export interface Secured {
  /** `spec.template.spec`, `spec.template.spec.containers[cart]` */
  readonly path: string;
  readonly fields: Fields;
  readonly security: Fields;
}

/** A pod's volume. */
export interface PodVolume {
  /** `spec.template.spec.volumes[data]` */
  readonly path: string;
  readonly name: string;
  readonly fields: Fields;
}

/** A workload's pods, as the controls look at them. */
export interface Pod {
  readonly whole: Secured;
  /** All: regular, init and ephemeral. */
  readonly containers: readonly Secured[];
  /** The pod, then its containers. */
  readonly all: readonly Secured[];
  readonly volumes: readonly PodVolume[];
  readonly annotations: Fields;
  /** `spec.template.metadata.annotations` */
  readonly annotationsPath: string;
  /** Whether the pod says that it is one: some fields are Linux' alone. */
  readonly isWindows: boolean;
}

/** Fields of a pod that hold containers. */
export const CONTAINER_FIELDS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** The pods of an object. They are put together when a control looks at them, which few need. */
export class PodEntry {
  #pod: Pod | undefined;

  constructor(
    readonly entry: ManifestEntry,
    readonly template: PodTemplate,
  ) {}

  get pod(): Pod {
    this.#pod ??= podOf(this.template);
    return this.#pod;
  }
}

/** Finds the pods of all workloads in a manifest set. */
export function readPods(manifests: ManifestSet): readonly PodEntry[] {
  const pods: PodEntry[] = [];
  for (const entry of manifests)
    for (const template of findPodTemplates(entry.manifest))
      pods.push(new PodEntry(entry, template));
  return pods;
}

/** Puts together what controls look at. */
function podOf({ path, metadata, spec }: PodTemplate): Pod {
  const whole = secured(`${path}spec`, spec);
  const containers: Secured[] = [];
  for (const key of CONTAINER_FIELDS)
    itemsOf(spec[key]).forEach((container, index) => {
      const fields = fieldsOf(container);
      containers.push(secured(`${whole.path}.${key}[${nameOf(fields, index)}]`, fields));
    });
  return {
    whole,
    containers,
    all: [whole, ...containers],
    volumes: itemsOf(spec.volumes).map((volume, index) => {
      const fields = fieldsOf(volume);
      const name = nameOf(fields, index);
      return { path: `${whole.path}.volumes[${name}]`, name, fields };
    }),
    annotations: fieldsOf(metadata.annotations),
    annotationsPath: `${path}metadata.annotations`,
    isWindows: fieldsOf(spec.os).name === 'windows',
  };
}

/** A value of a pod's or container's own field that isn't allowed. */
export function ofField({ path }: Secured, field: string, value: unknown, allowed: string) {
  return [violation(`${path}.${field}`, value, allowed)];
}

/** A value in a security context that isn't allowed. */
export function ofSecurity(
  secured: Secured,
  field: string,
  value: unknown,
  allowed: string,
): readonly Violation[] {
  return ofField(secured, `securityContext.${field}`, value, allowed);
}

/** A value that isn't allowed; null counts as missing, as the API server has it. */
export function violation(field: string, value: unknown, allowed: string): Violation {
  return { field, value: value ?? undefined, allowed };
}

/** Whether a field is missing or null, which is the same to the API server. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** Whether a switch is off, as it is where nothing is said. */
export function isOff(value: unknown): boolean {
  return isAbsent(value) || value === false;
}

function secured(path: string, fields: Fields): Secured {
  return { path, fields, security: fieldsOf(fields.securityContext) };
}

/** By name, since the place in a list says little to a reader. */
function nameOf(fields: Fields, index: number): string {
  return findText(fields.name) ?? String(index);
}
