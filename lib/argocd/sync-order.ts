import { podGroups } from '../endpoint/call-graph';
import type { ManifestSet } from '../manifest/manifest-set';
import type { System } from '../system/system';
import { prerequisitesBelow } from '../task/order';
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
  const rollouts = new Map<unknown, string[]>();
  for (const { manifest, origin } of manifests) {
    if (manifest.kind !== 'Rollout') continue;
    const { namespace } = manifest.metadata;
    const known = rollouts.get(namespace) ?? [];
    rollouts.set(namespace, [...known, origin]);
  }
  return new Map(
    systems.flatMap((system) => {
      const own = rollouts.get(system.instance) ?? [];
      const order = system.syncOrder ?? (own.length > 0 ? 'kinds' : 'calls');
      return [...(order === 'calls' ? wavesByCalls(system) : wavesByTasks(system, own))];
    }),
  );
}

/** Callees before their callers, and tasks before what waits for them. */
function wavesByCalls(system: System): ReadonlyMap<string, number> {
  const calls = callsIn(system);
  for (const { task, before } of prerequisitesBelow(system))
    for (const path of before) calls.get(path)?.push(task);
  return wavesOf(calls);
}

/**
 * One wave, unless something waits for a task: then the task, and what it calls, come before that. Rollouts come
 * last, so that nothing waits for one that waits for a person.
 * @param rollouts - origins of the system's Rollouts
 */
function wavesByTasks(system: System, rollouts: readonly string[]): ReadonlyMap<string, number> {
  const prerequisites = prerequisitesBelow(system);
  if (prerequisites.length === 0) return new Map();
  const calls = callsIn(system);
  const tasks = prerequisites.map(({ task }) => task);
  const callees = new Set(tasks.flatMap((task) => calls.get(task) ?? []));
  const graph = new Map<string, string[]>([...calls.keys()].map((path) => [path, []]));
  for (const { task, before } of prerequisites) {
    graph.get(task)?.push(...(calls.get(task) ?? []));
    for (const path of before) graph.get(path)?.push(task);
  }
  for (const origin of rollouts) {
    const path = origin.slice(0, origin.lastIndexOf('/'));
    if (!callees.has(path)) graph.get(path)?.push(...tasks);
  }
  return wavesOf(graph);
}

function callsIn(system: System): Map<string, string[]> {
  return new Map(
    podGroups(system).map(({ group, calls }) => [
      group.path,
      calls.flatMap(({ to }) => (to.kind === 'service-endpoint' ? [to.path] : [])),
    ]),
  );
}
