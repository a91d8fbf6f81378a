import type { AnalysisAccess, AnalysisMesh, AnalysisPods } from '../access/analysis';
import { endpointsIn, isAddress } from '../endpoint/address';
import type { Endpoint, ServiceEndpoint } from '../endpoint/endpoint';
import { endpointsAmong } from '../endpoint/problems';
import type { StringMap } from '../kubernetes/labels';
import { analysisPodName } from '../manifest/pod-template';
import { type ContainerSpec, endpointsOfContainer } from '../pod/container';
import { INJECT, NATIVE_SIDECAR } from '../pod/proxy';
import type { PodOptions } from '../pod/spec';
import { type Problem, wrongValue } from '../problem/problem';
import { withNested } from './nested';
import type { JobMetric } from './provider';
import type { TemplateData } from './spec';

/** The pods of a metric's Jobs, and what tells the mesh of them. */
export interface JobPods extends AnalysisPods {
  readonly metric: string;
  readonly labels: StringMap;
  readonly annotations: StringMap;
}

/** The pods of a template's own Jobs. */
export function jobPodsOf(template: TemplateData, mesh?: AnalysisMesh): readonly JobPods[] {
  const jobs = template.metrics.flatMap(({ name, provider: { job } }) =>
    job === undefined ? [] : [{ name, job }],
  );
  return jobs.map(({ name: metric, job }) => {
    const name = analysisPodName(template.name, metric, jobs.length);
    const calls = callsOfJob(job);
    return {
      metric,
      name,
      calls,
      ...accountOf(name, job.serviceAccount, calls),
      callsApi: job.mountToken === true,
      ...meshOf(template, job, calls, mesh),
    };
  });
}

/**
 * The ServiceAccount of pods that an analysis or an experiment starts: one of their own where they call a
 * microservice, since the mesh knows them by it.
 */
export function accountOf(
  name: string,
  given: string | undefined,
  calls: readonly Endpoint[],
): Pick<AnalysisPods, 'serviceAccount' | 'ownsAccount'> {
  const ownsAccount = given === undefined && calls.some(isService);
  return { ownsAccount, serviceAccount: given ?? (ownsAccount ? name : 'default') };
}

/** What a template's own metrics reach. */
export function accessOfTemplate(template: TemplateData, mesh?: AnalysisMesh): AnalysisAccess {
  return {
    pods: jobPodsOf(template, mesh),
    asked: template.metrics.flatMap(({ provider: { web } }) =>
      web !== undefined && isAddress(web.url) ? endpointsIn(web.url).filter(isService) : [],
    ),
    shared: isShared(template),
  };
}

/** Checks what a template's Jobs make of its name: a label, which is shorter. */
export function checkJobNames(template: TemplateData): readonly Problem[] {
  const longest = Math.max(0, ...jobPodsOf(template).map(({ name }) => name.length));
  if (longest <= MAX_LABEL) return [];
  const most = MAX_LABEL - (longest - template.name.length);
  return [
    wrongValue('name', template.name, `at most ${most} characters, for the pods of its Jobs`),
  ];
}

/** The longest value of a label. */
const MAX_LABEL = 63;

/** What comes with the use of a template: all but what the construct of a template brings along. */
export function accessOfUse(template: TemplateData, mesh?: AnalysisMesh) {
  return withNested(template)
    .filter((one) => one.comesWithUse || isShared(one))
    .map((one) => accessOfTemplate(one, mesh))
    .filter(({ pods, asked }) => pods.length + asked.length > 0);
}

/** The same template, whose Jobs call some endpoints more. */
export function withCalls<T extends TemplateData>(template: T, more: readonly Endpoint[]): T {
  if (more.length === 0) return template;
  const metrics = template.metrics.map((metric) => {
    const { job } = metric.provider;
    if (job === undefined) return metric;
    return {
      ...metric,
      provider: { job: { ...job, calls: [...endpointsAmong(job.calls), ...more] } },
    };
  });
  return { ...template, metrics };
}

/** All endpoints that a template's Jobs call, those of nested templates included. */
export function endpointsOfTemplate(template: TemplateData): readonly Endpoint[] {
  return withNested(template).flatMap((one) => jobPodsOf(one).flatMap(({ calls }) => calls));
}

function callsOfJob({ container, pod, calls }: JobMetric): readonly Endpoint[] {
  return [...endpointsOfPod(container, pod), ...endpointsAmong(calls)];
}

/** The endpoints that all containers of a pod name. */
export function endpointsOfPod(main: ContainerSpec, pod: PodOptions = {}): readonly Endpoint[] {
  const { initContainers = {}, sidecars = {} } = pod;
  const containers = [main, ...Object.values(initContainers), ...Object.values(sidecars)];
  return containers.flatMap(endpointsOfContainer);
}

type InMesh = Pick<JobPods, 'inMesh' | 'labels' | 'annotations'>;

/** With a proxy, and so with an identity, only where someone in the mesh may ask for it. */
function meshOf(
  template: TemplateData,
  { pod = {} }: JobMetric,
  calls: readonly Endpoint[],
  mesh: AnalysisMesh | undefined,
): InMesh {
  const wished = pod.labels?.[INJECT];
  if (wished === 'false') return { inMesh: false, labels: {}, annotations: {} };
  // A template for all namespaces can't know which of them have a mesh.
  const mayCall = isShared(template) || mesh?.decides === true || calls.some(isService);
  const isMeshed = isShared(template) || mesh !== undefined || wished !== undefined;
  if (!isMeshed) return { inMesh: true, labels: {}, annotations: {} };
  return mayCall || wished !== undefined
    ? { inMesh: true, labels: {}, annotations: NATIVE_SIDECAR }
    : { inMesh: false, labels: { [INJECT]: 'false' }, annotations: {} };
}

function isShared({ kind }: TemplateData): boolean {
  return kind === 'ClusterAnalysisTemplate';
}

function isService(endpoint: Endpoint): endpoint is ServiceEndpoint {
  return endpoint.kind === 'service-endpoint';
}
