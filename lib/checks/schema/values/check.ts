import type { Manifest } from '../../../manifest/manifest';
import { kindOf } from '../../objects';
import { checkClusterBinding, checkRole } from './access';
import { checkAutoscaler } from './autoscalers';
import { checkClaims, checkClaimTemplates } from './claims';
import { checkData } from './data';
import { checkDataSize } from './data-size';
import { checkDefinition } from './definitions';
import { checkIngress } from './ingresses';
import { checkVirtualService } from './mesh';
import { checkPodSecurity } from './namespaces';
import { checkPods } from './pods';
import { checkPolicy } from './policies';
import type { CheckValues, Refusal } from './refusal';
import { checkWeights } from './rollouts';
import { checkService } from './services';
import { checkBudget, checkWorkload } from './workloads';

/** What is refused, and no schema tells, by kind; pods are looked at wherever they are. */
const CHECKS: ReadonlyMap<string, readonly CheckValues[]> = new Map<string, readonly CheckValues[]>(
  [
    ['apiextensions.k8s.io/CustomResourceDefinition', [checkDefinition]],
    ['apps/DaemonSet', [checkWorkload]],
    ['apps/Deployment', [checkWorkload]],
    ['apps/ReplicaSet', [checkWorkload]],
    ['apps/StatefulSet', [checkWorkload, checkClaimTemplates]],
    ['argoproj.io/Rollout', [checkWeights]],
    ['autoscaling/HorizontalPodAutoscaler', [checkAutoscaler]],
    ['ConfigMap', [checkData, checkDataSize]],
    ['Namespace', [checkPodSecurity]],
    ['networking.istio.io/VirtualService', [checkVirtualService]],
    ['networking.k8s.io/Ingress', [checkIngress]],
    ['networking.k8s.io/NetworkPolicy', [checkPolicy]],
    ['PersistentVolumeClaim', [checkClaims]],
    ['policy/PodDisruptionBudget', [checkBudget]],
    ['rbac.authorization.k8s.io/ClusterRole', [checkRole]],
    ['rbac.authorization.k8s.io/ClusterRoleBinding', [checkClusterBinding]],
    ['rbac.authorization.k8s.io/Role', [checkRole]],
    ['Secret', [checkData, checkDataSize]],
    ['Service', [checkService]],
  ],
);

/** Finds values that the API server or a kind's controller refuses, although they fit the schema. */
export function checkValues(manifest: Manifest): readonly Refusal[] {
  const checks = CHECKS.get(kindOf(manifest)) ?? NONE;
  return [...checks.flatMap((check) => check(manifest)), ...checkPods(manifest)];
}

const NONE: readonly CheckValues[] = [];
