import { fieldsOf } from '../../manifest/fields';
import { describe } from '../../manifest/identity';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { type Around, namespaceOf } from './around';
import type { RolloutEntry } from './rollout';

/** The controller adds it to the selectors of Services while a release runs. */
const HASH_LABEL = 'rollouts-pod-template-hash';

/** Checks that the Services that Rollouts name are there, select the pods, and are those of one Rollout each. */
export function checkServices(
  rollouts: readonly RolloutEntry[],
  around: Around,
): readonly Finding[] {
  const owners = new Map<ManifestEntry, RolloutEntry>();
  return rollouts.flatMap((rollout) =>
    rollout.services.flatMap(({ field, name }, index): readonly Finding[] => {
      const { entry, services } = rollout;
      const twin = services.slice(0, index).find((other) => other.name === name);
      if (twin !== undefined)
        return [
          findingOf('one-service-for-two-versions', entry, {
            field,
            message: `got ${show(name)}, allowed another Service than ${twin.field}`,
          }),
        ];
      const service = around.find(entry, 'Service', name);
      if (service === undefined && around.isOutside(entry, 'Service', name)) return [];
      if (service === undefined)
        return [
          findingOf('missing-service', entry, {
            field,
            message: `there is no Service '${name}' in namespace '${namespaceOf(entry)}': add it, or name another`,
          }),
        ];
      const owner = owners.get(service);
      if (owner !== undefined)
        return [
          findingOf('shared-service', entry, {
            field,
            message: `got ${show(name)}, which is a Service of ${describe(owner.entry.manifest)} at [${owner.entry.origin}] already: give each Rollout Services of its own`,
          }),
        ];
      owners.set(service, rollout);
      return checkSelector(rollout, field, service);
    }),
  );
}

/** The controller refuses a Service whose selector the pods' labels don't meet. */
function checkSelector(
  { entry, labels }: RolloutEntry,
  field: string,
  { manifest }: ManifestEntry,
): readonly Finding[] {
  if (labels === undefined) return [];
  const selector = Object.entries(fieldsOf(fieldsOf(manifest.spec).selector));
  const missing = selector.find(([key, value]) => key !== HASH_LABEL && labels[key] !== value);
  const name = manifest.metadata.name;
  if (missing === undefined && selector.length > 0) return [];
  const message =
    missing === undefined
      ? `Service '${name}' selects no pods: give it the Rollout's selector`
      : `Service '${name}' selects pods with ${missing[0]}=${String(missing[1])}, and those of the Rollout have ${labels[missing[0]] === undefined ? 'no such label' : show(labels[missing[0]])}: make them alike`;
  return [findingOf('service-selects-other-pods', entry, { field, message })];
}
