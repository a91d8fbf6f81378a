import type { MeshFacts } from '../access/analysis';
import type { StringMap } from '../kubernetes/labels';
import { endpointsOfContainer } from '../pod/container';
import { INJECT, NATIVE_SIDECAR } from '../pod/proxy';
import type { MicroserviceProps } from './spec';

/**
 * Annotations of pods whose init containers call somebody from a mesh. What they send is led to the proxy, which
 * as an ordinary container starts after they have ended: they would wait for it, and it for them. As a native
 * sidecar it starts before them. `calls` don't say which container makes them, so any may.
 */
export function annotateForInit(
  { pod = {}, calls = [] }: Pick<MicroserviceProps, 'pod' | 'calls'>,
  { mesh }: MeshFacts,
): StringMap {
  const wished = pod.labels?.[INJECT];
  if (wished === 'false' || (wished === undefined && mesh === undefined)) return {};
  const containers = Object.values(pod.initContainers ?? {});
  const mayCall =
    containers.length > 0 &&
    (calls.length > 0 || containers.some((one) => endpointsOfContainer(one).length > 0));
  return mayCall ? NATIVE_SIDECAR : {};
}
