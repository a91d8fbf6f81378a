import type { RolloutSpecStrategyBlueGreen } from '../../imports/argo-rollouts-argoproj.io';
import { checkDuration, type Duration } from '../kubernetes/duration';
import { checkServiceName } from '../kubernetes/names';
import type { Wire } from '../manifest/wire';
import { type Problem, wrongValue } from '../problem/problem';
import { requireOptions } from '../shape/check';
import type { AntiAffinity } from './canary';
import type { ReleaseSurroundings, RolloutContext } from './context';
import { checkRevisionLimit, checkRolloutOptions, type RolloutOptions, secondsOf } from './options';
import { checkPodShare, type PodShare } from './pod-share';
import {
  checkReleaseAnalysis,
  type Metadata,
  planReleaseAnalysis,
  type ReleaseAnalysis,
  timingOf,
} from './release-analysis';
import { checkAntiAffinity, checkVersionMetadata, planAntiAffinity, planDelay } from './versions';

/** What `blueGreen()` takes. */
export interface BlueGreenOptions extends RolloutOptions {
  /** Pods of the new version before it has the traffic, from 1. @default all */
  readonly previewReplicaCount?: number;
  /** Whether the new version gets the traffic by itself: when it is ready, that much later, or never. @default 'on' */
  readonly autoPromotion?: 'on' | 'off' | { readonly after: Duration };
  /** Decides whether the new version gets the traffic. @default none */
  readonly prePromotionAnalysis?: ReleaseAnalysis;
  /** Decides whether the new version keeps the traffic. @default none */
  readonly postPromotionAnalysis?: ReleaseAnalysis;
  /** How long old pods are kept when the new version has the traffic. @default 30s */
  readonly scaleDownDelay?: Duration;
  /** Old versions that may go on to run at a time, from 0. @default all */
  readonly scaleDownDelayRevisionLimit?: number;
  /** How long new pods are kept when the release is taken back. @default 30s */
  readonly abortScaleDownDelay?: Duration | 'never';
  /** Between new and old pods. @default none */
  readonly antiAffinity?: AntiAffinity;
  /** Labels and annotations that pods have while they have the traffic. @default none */
  readonly activeMetadata?: Metadata;
  /** Labels and annotations that new pods have before. @default none */
  readonly previewMetadata?: Metadata;
  /** Pods below the wanted number while pods are restarted. @default 0 */
  readonly maxUnavailable?: PodShare;
  /** Name of the Service that has the traffic. @default the workload's name */
  readonly activeService?: string;
  /** Name of the Service of the new version. @default the workload's name with `-preview` */
  readonly previewService?: string;
}

/** All pods of the new version beside all old ones, and then all traffic at once. */
export interface BlueGreenRelease extends BlueGreenOptions {
  readonly kind: 'blue-green';
}

/**
 * All pods of the new version run beside the old ones, and then get all traffic at once.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/bluegreen/
 */
export function blueGreen(options: BlueGreenOptions = {}): BlueGreenRelease {
  requireOptions('blueGreen', options);
  return { kind: 'blue-green', ...options };
}

/** Names of the Services of both versions. */
export function blueGreenServices(
  { activeService, previewService }: BlueGreenRelease,
  name: string,
): { readonly active: string; readonly preview: string } {
  return { active: activeService ?? name, preview: previewService ?? `${name}-preview` };
}

/** Checks that a blue-green release can move at all, and end. */
export function checkBlueGreen(
  field: string,
  release: BlueGreenRelease,
  { name, replicas, selector }: ReleaseSurroundings,
): readonly Problem[] {
  const { autoPromotion = 'on', previewReplicaCount: count, maxUnavailable } = release;
  const { active, preview } = blueGreenServices(release, name);
  const most = replicas === undefined || replicas === 0 ? 2 ** 31 - 1 : replicas;
  return [
    ...checkRolloutOptions(field, release),
    ...(name === ''
      ? []
      : [
          ...checkServiceName(`${field}.activeService`, active),
          ...checkServiceName(`${field}.previewService`, preview),
        ]),
    ...(active === preview
      ? [wrongValue(`${field}.previewService`, preview, 'another Service than the active one')]
      : []),
    ...(count === undefined || (Number.isInteger(count) && count >= 1 && count <= most)
      ? []
      : [
          wrongValue(
            `${field}.previewReplicaCount`,
            count,
            replicas === undefined
              ? 'a whole number from 1'
              : `a whole number from 1 to the ${replicas} replicas`,
          ),
        ]),
    ...(typeof autoPromotion === 'string'
      ? []
      : checkDuration(`${field}.autoPromotion.after`, autoPromotion.after, 1)),
    ...checkReleaseAnalysis(`${field}.prePromotionAnalysis`, release.prePromotionAnalysis),
    ...checkReleaseAnalysis(`${field}.postPromotionAnalysis`, release.postPromotionAnalysis),
    ...checkPostPromotion(field, release),
    ...checkDuration(`${field}.scaleDownDelay`, release.scaleDownDelay),
    ...checkRevisionLimit(
      `${field}.scaleDownDelayRevisionLimit`,
      release.scaleDownDelayRevisionLimit,
      release,
    ),
    ...(release.abortScaleDownDelay === 'never'
      ? []
      : checkDuration(`${field}.abortScaleDownDelay`, release.abortScaleDownDelay, 1)),
    ...checkAntiAffinity(`${field}.antiAffinity`, release.antiAffinity),
    ...checkVersionMetadata(`${field}.activeMetadata`, release.activeMetadata, selector),
    ...checkVersionMetadata(`${field}.previewMetadata`, release.previewMetadata, selector),
    ...(maxUnavailable === undefined
      ? []
      : checkPodShare(`${field}.maxUnavailable`, maxUnavailable)),
  ];
}

/** The controller stops an analysis when it scales the old version down. */
function checkPostPromotion(field: string, release: BlueGreenRelease): readonly Problem[] {
  const { postPromotionAnalysis, scaleDownDelay } = release;
  const timing = postPromotionAnalysis && timingOf(postPromotionAnalysis);
  const delay = secondsOf(scaleDownDelay);
  if (timing === undefined || delay === undefined || timing.end <= delay) return [];
  const needed = Number.isFinite(timing.end) ? `at least ${timing.end}s` : 'none';
  return [
    wrongValue(
      `${field}.scaleDownDelay`,
      scaleDownDelay,
      `${needed}: the analysis after promotion is stopped when old pods end`,
    ),
  ];
}

/** A blue-green strategy in Argo Rollouts' words. */
export function planBlueGreen(release: BlueGreenRelease, context: RolloutContext) {
  const { active, preview } = blueGreenServices(release, context.name);
  const { autoPromotion = 'on', prePromotionAnalysis, postPromotionAnalysis } = release;
  return {
    activeService: active,
    previewService: preview,
    previewReplicaCount: release.previewReplicaCount,
    autoPromotionEnabled: autoPromotion === 'off' ? false : undefined,
    autoPromotionSeconds:
      typeof autoPromotion === 'string' ? undefined : secondsOf(autoPromotion.after),
    maxUnavailable: release.maxUnavailable,
    abortScaleDownDelaySeconds: planDelay(release.abortScaleDownDelay),
    scaleDownDelaySeconds: secondsOf(release.scaleDownDelay),
    scaleDownDelayRevisionLimit: release.scaleDownDelayRevisionLimit,
    activeMetadata: release.activeMetadata,
    previewMetadata: release.previewMetadata,
    antiAffinity: planAntiAffinity(release.antiAffinity),
    prePromotionAnalysis:
      prePromotionAnalysis && planReleaseAnalysis(prePromotionAnalysis, context),
    postPromotionAnalysis:
      postPromotionAnalysis && planReleaseAnalysis(postPromotionAnalysis, context),
  } satisfies Wire<RolloutSpecStrategyBlueGreen>;
}
