import { podGroups } from '../endpoint/call-graph';
import type { ManifestSet } from '../manifest/manifest-set';
import type { System } from '../system/system';
import { wavesOf } from './waves';

/**
 * The wave of each microservice, by construct path: callees before their callers, for the systems whose
 * order is by calls. By default those are the ones without a Rollout: Argo CD takes one that waits for a
 * person for one that isn't ready, and a sync of several waves would wait with it, and hold up the next.
 * @see https://github.com/argoproj/argo-cd/issues/25054
 */
export function syncWaves(
  systems: readonly System[],
  manifests: ManifestSet,
): ReadonlyMap<string, number> {
  const withRollout = new Set(
    manifests
      .filter(({ manifest }) => manifest.kind === 'Rollout')
      .map(({ manifest }) => manifest.metadata.namespace),
  );
  return new Map(
    systems.flatMap((system) => {
      const order = system.syncOrder ?? (withRollout.has(system.instance) ? 'kinds' : 'calls');
      return order === 'calls' ? [...wavesIn(system)] : [];
    }),
  );
}

function wavesIn(system: System): ReadonlyMap<string, number> {
  const calls = podGroups(system).map(
    ({ group, calls }) =>
      [
        group.path,
        calls.flatMap(({ to }) => (to.kind === 'service-endpoint' ? [to.path] : [])),
      ] as const,
  );
  return wavesOf(new Map(calls));
}
