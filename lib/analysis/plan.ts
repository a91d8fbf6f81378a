import type {
  AnalysisTemplateSpec,
  AnalysisTemplateSpecMetrics,
} from '../../imports/argo-rollouts-argoproj.io';
import type { AnalysisMesh } from '../access/analysis';
import { recommendedLabels, type StringMap } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';
import type { Wire } from '../manifest/wire';
import { planArgument } from './arguments';
import { type JobPods, jobPodsOf } from './job-pods';
import { referenceTo } from './nested';
import { planProvider } from './provider-plan';
import type { Metric, TemplateData } from './spec';
import { toManifest } from './wire';

/** API version of all that Argo Rollouts reads. */
export const ROLLOUTS_API = 'argoproj.io/v1alpha1';

/** What is around a template. */
export interface TemplateContext {
  /** Namespace of its Jobs, for the addresses in them. */
  readonly namespace?: string;
  /** Added to its own labels. */
  readonly labels?: StringMap;
  /** Mesh that its Jobs run in. @default none */
  readonly mesh?: AnalysisMesh;
}

/** An AnalysisTemplate or ClusterAnalysisTemplate as a plain object. It has been checked before. */
export function planAnalysisTemplate(
  template: TemplateData,
  context: TemplateContext = {},
): Manifest {
  const { name, annotations } = template;
  return toManifest({
    apiVersion: ROLLOUTS_API,
    kind: template.kind,
    metadata: {
      name,
      labels: { ...recommendedLabels({ name }), ...context.labels, ...template.labels },
      annotations: nonEmpty(annotations),
    },
    spec: planSpec(template, context),
  });
}

function planSpec(
  template: TemplateData,
  { namespace, mesh }: TemplateContext,
): Wire<AnalysisTemplateSpec> {
  const pods = new Map(jobPodsOf(template, mesh).map((one) => [one.metric, one]));
  const args = Object.entries(template.args);
  const retention = Object.entries(template.measurementRetention);
  return {
    args: list(args.map(([name, value]) => planArgument(name, value))),
    dryRun: list(planDryRun(template.dryRun)),
    measurementRetention: list(retention.map(([metricName, limit]) => ({ metricName, limit }))),
    templates: list(template.templates.map(referenceTo)),
    metrics: list(
      template.metrics.map((metric) => planMetric(metric, pods.get(metric.name), namespace)),
    ),
  };
}

/** Metrics that decide nothing, as upstream has them. */
export function planDryRun(patterns: readonly string[]): { readonly metricName: string }[] {
  return patterns.map((metricName) => ({ metricName }));
}

function planMetric(
  { provider, ...rest }: Metric,
  pods: JobPods | undefined,
  namespace: string | undefined,
): Wire<AnalysisTemplateSpecMetrics> {
  const context = pods && { metric: rest.name, namespace, pods };
  return { ...rest, provider: planProvider(provider, context) };
}

/** A list, or nothing instead of an empty one. */
export function list<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

/** A map, or nothing instead of an empty one. */
export function nonEmpty<Map extends object>(map: Map): Map | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}
