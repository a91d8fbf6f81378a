import { checkServiceName } from '../../kubernetes/names';
import { requireCall } from '../../shape/check';
import type { Router } from '../router';
import { toJsonObject } from '../wire';
import { checkObjectName } from './names';

/** How the mesh's TrafficSplit is called, and for which Service it is. */
export interface SmiOptions {
  /** Service that others call. @default the stable Service */
  readonly rootService?: string;
  /** Name of the TrafficSplit. @default the workload's */
  readonly trafficSplitName?: string;
}

const SUPPORTS = {
  headerRoute: false,
  mirrorRoute: false,
  experimentWeight: true,
  maxTrafficWeight: false,
  pingPong: false,
} as const;

/**
 * A mesh that knows the Service Mesh Interface, such as Linkerd. The controller makes and keeps the
 * TrafficSplit.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/smi/
 */
export function smi(options: SmiOptions = {}): Router<typeof SUPPORTS> {
  requireCall('smi', options);
  const { rootService, trafficSplitName } = options;
  return {
    kind: 'SMI',
    supports: SUPPORTS,
    plan: () => ({
      trafficRouting: { smi: toJsonObject({ rootService, trafficSplitName }) },
      manifests: [],
      controllerOwned: [],
    }),
    check: (field) => [
      ...(rootService === undefined ? [] : checkServiceName(`${field}.rootService`, rootService)),
      ...checkObjectName(`${field}.trafficSplitName`, trafficSplitName),
    ],
  };
}
