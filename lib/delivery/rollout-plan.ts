import type { RolloutSpec } from '../../imports/argo-rollouts-argoproj.io';
import type { AnalysisAccess } from '../access/analysis';
import type { JsonObject, Manifest } from '../manifest/manifest';
import type { Wire } from '../manifest/wire';
import { blueGreenServices, planBlueGreen } from './blue-green';
import { canaryServices } from './canary';
import { planCanary, planRouting } from './canary-plan';
import { type ControllerOwned, HASH_LABEL, type RolloutContext } from './context';
import { planRolloutOptions } from './options';
import type { RolloutRelease } from './release';
import { type AnalysisPlace, type AnalysisTemplateUse, planTemplate } from './release-analysis';
import { findObject, toJsonObject } from './wire';

/** Whether a workload is scaled down by the Rollout that refers to it, and when. */
export type WorkloadScaleDown = 'never' | 'onsuccess' | 'progressively';

/** A workload that has the pod template of a Rollout. */
export interface WorkloadReference {
  /** @default 'apps/v1' */
  readonly apiVersion?: string;
  /** @default 'Deployment' */
  readonly kind?: string;
  readonly name: string;
  /** @default 'never' */
  readonly scaleDown?: WorkloadScaleDown;
}

/** What a release makes of a workload. */
export interface RolloutPlan {
  readonly rollout: Manifest;
  /** What its router and its analyses need: VirtualServices, AnalysisTemplates. */
  readonly manifests: readonly Manifest[];
  /** What its analyses need to reach. */
  readonly analysisAccess: readonly AnalysisAccess[];
  /** Without the number of pods, which an autoscaler decides on. */
  readonly controllerOwned: readonly ControllerOwned[];
}

export const ROLLOUT = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' } as const;

/** Fields of a Deployment that a Rollout has, too. */
const SHARED_FIELDS = [
  'replicas',
  'selector',
  'minReadySeconds',
  'progressDeadlineSeconds',
  'revisionHistoryLimit',
  'paused',
  'template',
] as const;

/** A Rollout in the place of a Deployment: the same name, selector and pods, and another release. */
export function planRollout(
  deployment: Manifest,
  release: RolloutRelease,
  context: RolloutContext,
): RolloutPlan {
  const routing = release.kind === 'canary' ? planRouting(release, context) : undefined;
  const services = servicesOf(release, context.name);
  const templates = templatesOf(release).map(([template, place]) =>
    planTemplate(template, context, place),
  );
  return {
    rollout: {
      ...ROLLOUT,
      metadata: deployment.metadata,
      spec: { ...sharedFields(deployment), ...planReleaseSpec(release, context) },
    },
    manifests: distinct([
      ...(routing?.manifests ?? []),
      ...templates.flatMap(({ manifests }) => manifests),
    ]),
    analysisAccess: templates.flatMap(({ access = [] }) => access),
    controllerOwned: [
      ...services.map(
        (name): ControllerOwned => ({
          group: '',
          kind: 'Service',
          name,
          fields: [`.spec.selector["${HASH_LABEL}"]`],
        }),
      ),
      ...(routing?.controllerOwned ?? []),
    ],
  };
}

/** A Rollout that takes its pods from another workload, which stays. */
export function planReferringRollout(
  deployment: Manifest,
  release: RolloutRelease,
  context: RolloutContext,
  reference: WorkloadReference,
): RolloutPlan {
  const plan = planRollout(deployment, release, context);
  const { apiVersion = 'apps/v1', kind = 'Deployment', name, scaleDown } = reference;
  const { template: _, ...spec } = findObject(plan.rollout, 'spec') ?? {};
  const workloadRef = toJsonObject({ apiVersion, kind, name, scaleDown });
  const [group = ''] = apiVersion.split('/');
  return {
    ...plan,
    rollout: { ...plan.rollout, spec: { ...spec, workloadRef } },
    controllerOwned: [
      ...plan.controllerOwned,
      ...(scaleDown === undefined || scaleDown === 'never'
        ? []
        : [{ group, kind, name, fields: ['.spec.replicas'] }]),
    ],
  };
}

/** Services whose pods the controller picks, the one for callers first. */
export function servicesOf(release: RolloutRelease, name: string): readonly string[] {
  if (release.kind === 'canary') {
    const services = canaryServices(release, name);
    return services === undefined ? [] : [services.stable, services.canary];
  }
  const { active, preview } = blueGreenServices(release, name);
  return [active, preview];
}

function planReleaseSpec(release: RolloutRelease, context: RolloutContext): JsonObject {
  const strategy =
    release.kind === 'canary'
      ? { canary: planCanary(release, context, planRouting(release, context)) }
      : { blueGreen: planBlueGreen(release, context) };
  const spec = { ...planRolloutOptions(release), strategy } satisfies Wire<RolloutSpec>;
  return toJsonObject(spec);
}

function sharedFields(deployment: Manifest): JsonObject {
  const spec = findObject(deployment, 'spec') ?? {};
  return Object.fromEntries(
    SHARED_FIELDS.flatMap((key) => (spec[key] === undefined ? [] : [[key, spec[key]]])),
  );
}

type PlacedTemplate = readonly [template: AnalysisTemplateUse, place: AnalysisPlace];

/** All templates that a release's analyses name, and where. */
function templatesOf(release: RolloutRelease): readonly PlacedTemplate[] {
  const at =
    (place: AnalysisPlace) =>
    (template: AnalysisTemplateUse): PlacedTemplate => [template, place];
  if (release.kind === 'blue-green')
    return [release.prePromotionAnalysis, release.postPromotionAnalysis].flatMap((analysis) =>
      (analysis?.templates ?? []).map(at('inline')),
    );
  const ofSteps = (release.steps ?? []).flatMap((step) => {
    if (step.kind === 'analysis') return step.analysis.templates.map(at('inline'));
    if (step.kind !== 'experiment') return [];
    const analyses = Object.values(step.experiment.analyses ?? {});
    return analyses.map(({ template }) => at('experiment-step')(template));
  });
  return [...(release.analysis?.templates ?? []).map(at('background')), ...ofSteps];
}

/** Each object once, however often it is used. */
function distinct(manifests: readonly Manifest[]): readonly Manifest[] {
  const byName = new Map(
    manifests.map((manifest) => [
      `${manifest.apiVersion} ${manifest.kind} ${manifest.metadata.name}`,
      manifest,
    ]),
  );
  return [...byName.values()];
}
