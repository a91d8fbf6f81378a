import type {
  ExperimentSpec,
  ExperimentSpecTemplates,
} from '../../imports/argo-rollouts-argoproj.io';
import type { Duration } from '../kubernetes/duration';
import { findSeconds } from '../kubernetes/duration';
import { recommendedLabels, type StringMap } from '../kubernetes/labels';
import { kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import { experimentPodName } from '../manifest/pod-template';
import type { Wire } from '../manifest/wire';
import type { ContainerSpec } from '../pod/container';
import { planPod, podSelector } from '../pod/plan';
import type { PodOptions, Volumes } from '../pod/spec';
import { type PlannedArgument, placesOf, planArgument } from './arguments';
import { accountOf, endpointsOfPod } from './job-pods';
import { referenceTo } from './nested';
import { list, nonEmpty, planDryRun, ROLLOUTS_API } from './plan';
import type { AnalysisUse } from './spec';
import { toManifest } from './wire';

/** Pods of one kind in an experiment. */
export interface ExperimentPods {
  /** Pinned by a tag or a digest. */
  readonly image: string;
  readonly container: ContainerSpec;
  readonly volumes?: Volumes;
  readonly pod?: PodOptions;
  /** @default one of its own where it calls a microservice; else `default` */
  readonly serviceAccount?: string;
  /** @default false */
  readonly mountToken?: boolean;
  /** @default 1 */
  readonly replicas?: number;
  /** How long a pod must have been ready. @default 0s */
  readonly minReady?: Duration;
  /** A Service for its pods, of a name of yours or of the controller's. @default false */
  readonly service?: boolean | string;
}

/** A use of a template in an experiment. */
export interface ExperimentUse {
  readonly analysis: AnalysisUse;
  /** The experiment waits for its end. @default false */
  readonly requiredForCompletion?: boolean;
}

/** Hashes of an experiment's pods, by template. */
export type TemplateHashes<Name extends string> = {
  readonly [N in Name]: `{{templates.${N}.podTemplateHash}}`;
};

/** Several kinds of pods that run side by side for some time, to be compared. */
export interface ExperimentProps<Name extends string = string> {
  /** Pods by the name of their kind: `{ baseline: ..., canary: ... }`. */
  readonly templates: Readonly<Record<Name, ExperimentPods>>;
  /** Analyses by name, which begin when all pods are there. @default none */
  readonly analyses?: (
    hashes: TemplateHashes<NoInfer<Name>>,
  ) => Readonly<Record<string, AnalysisUse | ExperimentUse>>;
  /** From when all pods are there. @default until the required analyses have ended */
  readonly duration?: Duration;
  /** After how long without progress it has failed. @default 10m */
  readonly progressDeadline?: Duration;
  /** How long the pods stay after its end. @default 30s */
  readonly scaleDownDelay?: Duration;
  /** Metrics that are taken but decide nothing, by name or pattern. @default none */
  readonly dryRun?: readonly string[];
  /** How many measurements are kept, by a metric's name or pattern. @default 10 of each */
  readonly measurementRetention?: Readonly<Record<string, number>>;
  /** Labels and annotations of its AnalysisRuns. @default none */
  readonly analysisRunMetadata?: { readonly labels?: StringMap; readonly annotations?: StringMap };
  /** Ends it. @default false */
  readonly terminate?: boolean;
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
}

/** Where the hash of each of an experiment's templates stands in text. */
export function templateHashes<Name extends string>(
  templates: Readonly<Record<Name, unknown>>,
): TemplateHashes<Name> {
  const names = Object.keys(templates);
  const hashes: unknown = placesOf(names, (name) => `{{templates.${name}.podTemplateHash}}`);
  if (!haveAll<Name>(hashes, names)) throw new TypeError('a template has no hash');
  return hashes;
}

function haveAll<Name extends string>(
  hashes: unknown,
  names: readonly string[],
): hashes is TemplateHashes<Name> {
  return (
    typeof hashes === 'object' &&
    hashes !== null &&
    names.every((name) => Object.hasOwn(hashes, name))
  );
}

/** An experiment's analyses with their names, the hashes put in. */
export function analysesOf<Name extends string>(
  props: Pick<ExperimentProps<Name>, 'templates' | 'analyses'>,
): readonly (ExperimentUse & { readonly name: string })[] {
  return Object.entries(analysesGivenBy(props)).map(([name, analysis]) =>
    'kind' in analysis ? { name, analysis } : { name, ...analysis },
  );
}

/** The same, as they were given. */
export function analysesGivenBy<Name extends string>(
  props: Pick<ExperimentProps<Name>, 'templates' | 'analyses'>,
): Readonly<Record<string, AnalysisUse | ExperimentUse>> {
  return props.analyses?.(templateHashes(props.templates)) ?? {};
}

/** An analysis of an experiment as upstream has it, in an Experiment and in a step. */
export interface PlannedExperimentAnalysis {
  readonly name: string;
  readonly templateName: string;
  readonly clusterScope?: boolean;
  readonly requiredForCompletion?: boolean;
  readonly args?: readonly PlannedArgument[];
}

/** Analyses of an experiment as upstream has them. */
export function planExperimentAnalyses(
  analyses: ReturnType<typeof analysesOf>,
): readonly PlannedExperimentAnalysis[] {
  return analyses.map(({ name, analysis, requiredForCompletion }) => ({
    name,
    ...referenceTo(analysis.template),
    requiredForCompletion,
    args: list(Object.entries(analysis.args).map(([arg, value]) => planArgument(arg, value))),
  }));
}

/** An Experiment as a plain object. It has been checked before. */
export function planExperiment<Name extends string>(
  name: string,
  props: ExperimentProps<Name>,
  context: { readonly namespace?: string; readonly labels?: StringMap } = {},
): Manifest {
  const retention = Object.entries(props.measurementRetention ?? {});
  const templates = Object.entries<ExperimentPods>(props.templates);
  const spec: Wire<ExperimentSpec> = {
    duration: props.duration,
    progressDeadlineSeconds: props.progressDeadline && findSeconds(props.progressDeadline),
    scaleDownDelaySeconds: props.scaleDownDelay && findSeconds(props.scaleDownDelay),
    terminate: props.terminate,
    templates: templates.map(([key, template]) =>
      planExperimentTemplate(name, key, template, context.namespace),
    ),
    analyses: list(planExperimentAnalyses(analysesOf(props))),
    dryRun: list(planDryRun(props.dryRun ?? [])),
    measurementRetention: list(retention.map(([metricName, limit]) => ({ metricName, limit }))),
    analysisRunMetadata: props.analysisRunMetadata,
  };
  return toManifest({
    apiVersion: ROLLOUTS_API,
    kind: 'Experiment',
    metadata: {
      name,
      labels: { ...recommendedLabels({ name }), ...context.labels, ...props.labels },
      annotations: nonEmpty(props.annotations ?? {}),
    },
    spec,
  });
}

function planExperimentTemplate(
  experiment: string,
  name: string,
  spec: ExperimentPods,
  namespace: string | undefined,
): Wire<ExperimentSpecTemplates> {
  const podName = experimentPodName(experiment, name);
  const calls = endpointsOfPod(spec.container, spec.pod);
  const { template } = kubeManifest('KubePodTemplate', {
    metadata: { name },
    template: planPod({
      name: podName,
      image: spec.image,
      namespace,
      container: spec.container,
      volumes: spec.volumes,
      pod: { containerName: name, ...spec.pod },
      labels: recommendedLabels({ name: podName }),
      annotations: {},
      serviceAccountName: accountOf(podName, spec.serviceAccount, calls).serviceAccount,
      mountToken: spec.mountToken ?? false,
      spread: [],
    }),
  });
  return {
    name,
    replicas: spec.replicas,
    minReadySeconds: spec.minReady && findSeconds(spec.minReady),
    service: planService(spec.service),
    selector: { matchLabels: podSelector(podName) },
    template,
  };
}

function planService(service: boolean | string | undefined) {
  if (service === undefined || service === false) return undefined;
  return service === true ? {} : { name: service };
}
