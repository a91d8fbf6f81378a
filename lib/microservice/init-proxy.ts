import type { MeshFacts } from '../access/analysis';
import { endpointsInConfig } from '../config/plan';
import type { StringMap } from '../kubernetes/labels';
import { endpointsOfContainer } from '../pod/container';
import { INJECT, NATIVE_SIDECAR } from '../pod/proxy';
import { type NativeStart, sidecarsThatStart } from '../pod/sidecars';
import type { MicroserviceProps } from './spec';

/**
 * Annotations of pods whose init containers, or sidecars that start as some, call somebody from a mesh. What they
 * send is led to the proxy, which as an ordinary container starts after them: they would wait for it, and it for
 * them. As a native sidecar it starts before them. `calls` don't say which container makes them, so any init
 * container may.
 */
export function annotateForInit(
  { pod = {}, calls = [], config }: Pick<MicroserviceProps, 'pod' | 'calls' | 'config'>,
  { mesh }: MeshFacts,
): StringMap {
  const wished = pod.labels?.[INJECT];
  if (wished === 'false' || (wished === undefined && mesh === undefined)) return {};
  const inits = Object.values(pod.initContainers ?? {});
  const sidecars = NATIVE_STARTS.flatMap((moment) => sidecarsThatStart(moment, pod.sidecars));
  const mayCall =
    (inits.length > 0 && calls.length > 0) ||
    [...inits, ...sidecars.map(([, sidecar]) => sidecar)].some(
      (one) =>
        endpointsOfContainer(one).length > 0 ||
        (one.configValues === true && endpointsInConfig(config).length > 0),
    );
  return mayCall ? NATIVE_SIDECAR : {};
}

/** Starts of sidecars that are init containers. */
const NATIVE_STARTS: readonly NativeStart[] = ['before-init', 'after-init'];
