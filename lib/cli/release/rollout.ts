import { fieldsOf } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestSet } from '../../manifest/manifest-set';
import { allowedAmong, entriesOf } from '../environments';
import { UserError } from '../user-error';

/** A Rollout, and what of its environment has a say in how it goes. */
export interface FoundRollout {
  readonly rollout: Manifest;
  /** As the Rollout says, or else its autoscaler at the least. */
  readonly replicas: number;
  /** The AnalysisTemplates of its namespace, and those for the whole cluster. */
  readonly templates: readonly Manifest[];
}

/**
 * Finds a Rollout by environment, system and name.
 * @param place - the output folder, for messages
 * @throws UserError when there is none
 */
export function findRollout(
  manifests: ManifestSet,
  environment: string,
  name: string,
  place: string,
): FoundRollout {
  const entries = entriesOf(manifests, environment, place);
  const rollouts = entries.filter(({ manifest }) => manifest.kind === 'Rollout');
  const found = rollouts.find((entry) => nameOf(entry) === name);
  if (found === undefined) throw unknownRollout(entries, rollouts.map(nameOf), environment, name);
  const rollout = found.manifest;
  const beside = entries
    .map(({ manifest }) => manifest)
    .filter(({ metadata }) => metadata.namespace === rollout.metadata.namespace);
  return {
    rollout,
    replicas: podsWanted(rollout, beside),
    templates: [
      ...beside.filter(({ kind }) => kind === 'AnalysisTemplate'),
      ...entries.flatMap(({ manifest }) =>
        manifest.kind === 'ClusterAnalysisTemplate' ? [manifest] : [],
      ),
    ],
  };
}

/** System and name: `online-boutique/frontend`. */
function nameOf({ file, manifest }: ManifestSet[number]): string {
  return `${file.split('/')[1]}/${manifest.metadata.name}`;
}

function unknownRollout(
  entries: ManifestSet,
  known: readonly string[],
  environment: string,
  name: string,
): UserError {
  const isDeployment = entries.some(
    (entry) => entry.manifest.kind === 'Deployment' && nameOf(entry) === name,
  );
  if (isDeployment)
    return new UserError(
      `'${name}' is a Deployment in ${environment}: its pods are replaced one by one, without steps`,
    );
  return new UserError(
    `there is no Rollout '${name}' in ${environment}, ${allowedAmong(name, [...known].sort())}`,
  );
}

/** Pods that a Rollout wants: as it says, or else its autoscaler at the least. */
export function podsWanted(rollout: Manifest, beside: readonly Manifest[]): number {
  const { replicas } = fieldsOf(rollout.spec);
  if (typeof replicas === 'number') return replicas;
  for (const { kind, spec } of beside) {
    const { scaleTargetRef, minReplicas } = fieldsOf(spec);
    const { name, kind: target } = fieldsOf(scaleTargetRef);
    const isItsOwn = kind === 'HorizontalPodAutoscaler' && target === 'Rollout';
    if (isItsOwn && name === rollout.metadata.name && typeof minReplicas === 'number')
      return minReplicas;
  }
  return 1;
}
