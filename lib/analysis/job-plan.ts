import type { Endpoint } from '../endpoint/endpoint';
import { findSeconds } from '../kubernetes/duration';
import { LABEL, MANAGED_BY } from '../kubernetes/labels';
import { kubeManifest } from '../manifest/kube-manifest';
import type { JsonValue } from '../manifest/manifest';
import { endpointsOfContainer } from '../pod/container';
import { planPod } from '../pod/plan';
import { withNested } from './nested';
import type { JobMetric, ProviderContext } from './provider';
import type { TemplateData } from './spec';

/** A Job as upstream has it. */
interface PlannedJob {
  readonly metadata?: {
    readonly labels?: { readonly [key: string]: string };
    readonly annotations?: { readonly [key: string]: string };
  };
  readonly spec: JsonValue;
}

/** Label `app.kubernetes.io/name` of the pods of a template's Jobs, which no Service may select. */
export function jobPodName(template: string): string {
  return `${template}-analysis`;
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

function planJobPod(job: JobMetric, { template, metric, namespace }: ProviderContext) {
  return planPod({
    name: jobPodName(template),
    image: job.image,
    namespace,
    container: job.container,
    volumes: job.volumes,
    pod: { containerName: metric, ...job.pod },
    labels: { [LABEL.component]: 'analysis', [LABEL.managedBy]: MANAGED_BY },
    annotations: {},
    serviceAccountName: job.serviceAccount ?? 'default',
    mountToken: job.mountToken ?? false,
    spread: [],
    restartPolicy: job.restartPolicy ?? 'Never',
  });
}

/** The endpoints that a template's Jobs name: what has to be opened for their pods. */
export function endpointsOfTemplate(template: TemplateData): readonly Endpoint[] {
  return withNested(template)
    .flatMap(({ metrics }) => metrics)
    .flatMap(({ provider }) =>
      provider.job === undefined ? [] : endpointsOfContainer(provider.job.container),
    );
}
