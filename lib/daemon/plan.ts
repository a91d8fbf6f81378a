import type { k8s } from 'cdk8s-plus-28';
import { findSeconds } from '../kubernetes/duration';
import { intOrString, KUBE_KINDS, kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import type { PlannedPods, Runner } from '../microservice/runner';
import type { MicroserviceProps } from '../microservice/spec';
import type { DaemonMicroserviceProps, DaemonUpdate } from './spec';

/** The pods as those of a microservice of which a node has one; no drain waits for a daemon. */
export function asMicroservice(props: DaemonMicroserviceProps): MicroserviceProps {
  const { update, minReady, revisionHistoryLimit, ...pods } = props;
  return { ...pods, replicas: 1, disruptionBudget: 'none' };
}

/** Runs pods as a DaemonSet. */
export function daemonSet(props: DaemonMicroserviceProps): Runner {
  return { gvk: KUBE_KINDS.KubeDaemonSet, plan: (pods) => planDaemonSet(pods, props) };
}

function planDaemonSet(
  { metadata, selector, template }: PlannedPods,
  { update, minReady, revisionHistoryLimit }: DaemonMicroserviceProps,
): Manifest {
  return kubeManifest('KubeDaemonSet', {
    metadata,
    spec: {
      updateStrategy: planUpdate(update),
      minReadySeconds: minReady && findSeconds(minReady),
      revisionHistoryLimit,
      selector: { matchLabels: selector },
      template,
    },
  });
}

function planUpdate(
  update: DaemonMicroserviceProps['update'],
): k8s.DaemonSetUpdateStrategy | undefined {
  if (update === undefined) return undefined;
  if (update === 'OnDelete') return { type: 'OnDelete' };
  const { maxUnavailable, maxSurge } = updateOf(update);
  const isByOne = maxSurge === 0 && maxUnavailable === 1;
  if (isByOne) return undefined;
  return {
    rollingUpdate: {
      maxUnavailable: intOrString(maxUnavailable),
      maxSurge: update.maxSurge === undefined ? undefined : intOrString(update.maxSurge),
    },
  };
}

/** The update with what isn't said: one of the two is 0. */
export function updateOf({ maxUnavailable, maxSurge = 0 }: DaemonUpdate): Required<DaemonUpdate> {
  const isZero = maxSurge === 0 || maxSurge === '0%';
  return { maxUnavailable: maxUnavailable ?? (isZero ? 1 : 0), maxSurge };
}
