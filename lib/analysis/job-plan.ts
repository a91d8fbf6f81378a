import { findSeconds } from '../kubernetes/duration';
import { LABEL, MANAGED_BY } from '../kubernetes/labels';
import { kubeManifest } from '../manifest/kube-manifest';
import type { JsonValue } from '../manifest/manifest';
import { planPod } from '../pod/plan';
import type { JobMetric, ProviderContext } from './provider';

/** A Job as upstream has it. */
interface PlannedJob {
  readonly metadata?: {
    readonly labels?: { readonly [key: string]: string };
    readonly annotations?: { readonly [key: string]: string };
  };
  readonly spec: JsonValue;
}

/** The Job of a metric. */
export function planJob(job: JobMetric, context: ProviderContext): PlannedJob {
  const { labels, annotations } = job;
  const manifest = kubeManifest('KubeJob', {
    metadata: { name: context.metric },
    spec: {
      ...job.other,
      backoffLimit: job.backoffLimit ?? 0,
      activeDeadlineSeconds: job.deadline && findSeconds(job.deadline),
      ttlSecondsAfterFinished: job.keepFor && findSeconds(job.keepFor),
      template: planJobPod(job, context),
    },
  });
  return {
    ...((labels ?? annotations) !== undefined && { metadata: { labels, annotations } }),
    spec: manifest['spec'] ?? {},
  };
}

function planJobPod(job: JobMetric, { pods, metric, namespace }: ProviderContext) {
  return planPod({
    name: pods.name,
    image: job.image,
    namespace,
    container: job.container,
    volumes: job.volumes,
    pod: { containerName: metric, ...job.pod },
    labels: { [LABEL.component]: 'analysis', [LABEL.managedBy]: MANAGED_BY, ...pods.labels },
    annotations: pods.annotations,
    serviceAccountName: pods.serviceAccount,
    mountToken: job.mountToken ?? false,
    spread: [],
    restartPolicy: job.restartPolicy ?? 'Never',
  });
}
