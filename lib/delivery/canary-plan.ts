import type { RolloutSpecStrategyCanary } from '../../imports/argo-rollouts-argoproj.io';
import type { Wire } from '../manifest/wire';
import { type CanaryRelease, canaryServices, managedRoutesOf, servicesIn } from './canary';
import type { RolloutContext } from './context';
import { secondsOf } from './options';
import { planReleaseAnalysis } from './release-analysis';
import type { RouterPlan } from './router';
import { planStep } from './step-plan';
import { planAntiAffinity, planDelay } from './versions';
import { toJsonObject } from './wire';

/** A canary strategy in Argo Rollouts' words; what its router makes comes from `planRouting()`. */
export function planCanary(
  release: CanaryRelease,
  context: RolloutContext,
  routing: RouterPlan | undefined,
) {
  const services =
    release.pingPong === undefined ? canaryServices(release, context.name) : undefined;
  const { analysis, steps } = release;
  return {
    stableService: services?.stable,
    canaryService: services?.canary,
    pingPong: release.pingPong,
    trafficRouting: routing && planTrafficRouting(release, routing),
    maxSurge: release.maxSurge,
    maxUnavailable: release.maxUnavailable ?? (routing === undefined ? 0 : undefined),
    minPodsPerReplicaSet: release.minPodsPerReplicaSet,
    replicaProgressThreshold: release.replicaProgressThreshold,
    dynamicStableScale: release.dynamicStableScale,
    abortScaleDownDelaySeconds: planDelay(release.abortScaleDownDelay),
    scaleDownDelaySeconds: secondsOf(release.scaleDownDelay),
    scaleDownDelayRevisionLimit: release.scaleDownDelayRevisionLimit,
    stableMetadata: release.stableMetadata,
    canaryMetadata: release.canaryMetadata,
    antiAffinity: planAntiAffinity(release.antiAffinity),
    analysis: analysis && {
      ...planReleaseAnalysis(analysis, context, 'background'),
      startingStep: analysis.startingStep,
    },
    steps: steps?.map((step) => planStep(step, context)),
  } satisfies Wire<RolloutSpecStrategyCanary>;
}

/** What a canary's router makes; undefined when it has none. */
export function planRouting(
  release: CanaryRelease,
  context: RolloutContext,
): RouterPlan | undefined {
  const { name } = context;
  return release.router?.plan({
    ...context,
    services: servicesIn(release, name),
    takesTurns: release.pingPong !== undefined,
    managedRoutes: managedRoutesOf(release),
    hasExperimentTraffic: hasExperimentTraffic(release),
  });
}

function hasExperimentTraffic({ steps = [] }: CanaryRelease): boolean {
  return steps.some(
    (step) =>
      step.kind === 'experiment' &&
      Object.values(step.experiment.templates).some(({ weight }) => weight !== undefined),
  );
}

function planTrafficRouting(release: CanaryRelease, { trafficRouting }: RouterPlan) {
  const managedRoutes = managedRoutesOf(release);
  return toJsonObject({
    ...trafficRouting,
    managedRoutes: managedRoutes.length === 0 ? undefined : managedRoutes.map((name) => ({ name })),
    maxTrafficWeight: release.maxTrafficWeight,
  });
}
