import { LABEL } from '../../kubernetes/labels';
import { fieldsOf, findText } from '../../manifest/fields';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';

/** A microservice of an environment, as the output folder shows it. */
export interface KnownMicroservice {
  readonly system: string;
  readonly name: string;
  /** Names of the Services in front of its pods. */
  readonly services: readonly string[];
}

/**
 * The microservices of an environment, without the variants of feature branches.
 * @param entries - its objects, their files relative to its folder
 */
export function microservicesIn(entries: ManifestSet): readonly KnownMicroservice[] {
  const names = entries.flatMap((entry) => {
    const name = findMicroservice(entry);
    return name === undefined ? [] : [`${systemOf(entry)}/${name}`];
  });
  return [...new Set(names)].sort().map((key) => {
    const [system = '', name = ''] = key.split('/');
    const services = entries
      .filter((entry) => entry.manifest.kind === 'Service' && systemOf(entry) === system)
      .filter(({ manifest }) => labelOf(manifest.metadata) === name)
      .map(({ manifest }) => manifest.metadata.name);
    return { system, name, services };
  });
}

/** The microservice that a workload is of. A variant's pods have the `app` of another. */
function findMicroservice({ manifest }: ManifestEntry): string | undefined {
  if (manifest.kind !== 'Deployment' && manifest.kind !== 'Rollout') return undefined;
  const { metadata } = fieldsOf(fieldsOf(manifest.spec).template);
  const name = labelOf(metadata);
  return name === fieldsOf(fieldsOf(metadata).labels).app ? name : undefined;
}

function labelOf(metadata: unknown): string | undefined {
  return findText(fieldsOf(fieldsOf(metadata).labels)[LABEL.name]);
}

/** The folder of `online-boutique/frontend.yaml`. */
function systemOf({ file }: ManifestEntry): string {
  return file.split('/')[0] ?? '';
}
