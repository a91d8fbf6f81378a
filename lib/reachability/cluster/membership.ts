import type { MeshMode } from '../spec';
import type { Labels } from './selector';

/**
 * How pods take part in Istio's mesh, by the labels that its injector and its node agent look at.
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 * @see https://istio.io/latest/docs/ambient/usage/add-workloads/
 */
export function meshModeOf(namespace: Labels, pod: Labels, annotations: Labels): MeshMode {
  if (hasSidecar(namespace, pod, annotations)) return 'sidecar';
  const mode = pod['istio.io/dataplane-mode'] ?? namespace['istio.io/dataplane-mode'];
  return mode === 'ambient' ? 'ambient' : 'none';
}

function hasSidecar(namespace: Labels, pod: Labels, annotations: Labels): boolean {
  const own = pod['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
  if (namespace['istio-injection'] === 'disabled' || own === 'false') return false;
  if (own === 'true' || namespace['istio-injection'] === 'enabled') return true;
  return namespace['istio.io/rev'] !== undefined || pod['istio.io/rev'] !== undefined;
}
