import type { JsonObject } from '../../manifest/manifest';
import { findWireSeconds } from '../analysis-timing';
import { findNumber, findObject, findText, objectsIn } from '../wire';
import { nearestCounts, nextCounts, routedCounts } from './pod-counts';
import type { Play } from './recording';

/** How long old pods are kept where nothing is said. */
const SCALE_DOWN_DELAY = 30;

/** Surge and unavailability where nothing is said. */
const SHARE = '25%';

/** What happens after the last step. */
const FULL = 'full';

/** What the steps have set so far. */
interface Wanted {
  weight: number;
  /** Pods that a step has set, as a number or in percent. */
  scale: JsonObject | undefined;
}

/** Plays a canary: its steps, and then everything. */
export function playCanary(canary: JsonObject, play: Play): void {
  const { recording } = play;
  const wanted: Wanted = { weight: 0, scale: undefined };
  const background = findObject(canary, 'analysis');
  const start = findNumber(background, 'startingStep') ?? 0;
  const steps = objectsIn(canary, 'steps');
  for (const [index, step] of steps.entries()) {
    if (background !== undefined && index === start)
      recording.expectVerdict(play.timing(background).firstVerdict);
    playStep(step, canary, wanted, play);
  }
  wanted.weight = fullWeight(canary);
  wanted.scale = undefined;
  scale(canary, wanted, play, FULL);
  if (isRouted(canary)) {
    recording.wait(findNumber(canary, 'scaleDownDelaySeconds') ?? SCALE_DOWN_DELAY);
    recording.stable = 0;
  }
  recording.note('end');
}

function playStep(step: JsonObject, canary: JsonObject, wanted: Wanted, play: Play): void {
  const { recording } = play;
  const [kind = ''] = Object.keys(step);
  const fields = findObject(step, kind);
  const name = findText(fields, 'name');
  if (kind === 'setWeight') {
    const weight = Math.floor(findNumber(step, kind) ?? 0);
    wanted.weight = Math.min(Math.max(0, weight), fullWeight(canary));
    scale(canary, wanted, play, `setWeight ${wanted.weight}`);
  } else if (kind === 'setCanaryScale') {
    wanted.scale = fields?.matchTrafficWeight === true ? undefined : fields;
    scale(canary, wanted, play, kind);
  } else if (kind === 'pause') playPause(fields, play);
  else if (kind === 'experiment') playExperiment(fields, isRouted(canary), play);
  else {
    recording.note(name === undefined ? kind : `${kind} ${name}`);
    if (kind === 'plugin') recording.unknown.push(name ?? kind);
    if (kind === 'analysis') playTiming(play.timing(fields ?? {}), play);
  }
}

function playPause(pause: JsonObject | undefined, { recording, answer }: Play): void {
  const seconds = findWireSeconds(pause?.duration);
  if (seconds === undefined) recording.waitsForPerson++;
  recording.note(seconds === undefined ? 'pause until resumed' : `pause ${seconds}s`);
  recording.wait(seconds ?? answer);
}

function playTiming(
  { firstVerdict, end }: { readonly firstVerdict: number; readonly end: number },
  { recording }: Play,
): void {
  recording.expectVerdict(firstVerdict);
  if (Number.isFinite(end)) recording.wait(end);
}

/**
 * Pods of its own, ready before it begins, and gone when it ends. Without a router the Service knows them by
 * their labels, as it does all others, and gives them their part of the traffic.
 */
function playExperiment(experiment: JsonObject | undefined, hasRouter: boolean, play: Play): void {
  const { recording, podReady } = play;
  const templates = objectsIn(experiment, 'templates');
  const { traffic, stable, canary } = recording;
  recording.experiment = podsOf(templates);
  recording.note('experiment');
  recording.wait(podReady);
  if (!hasRouter) {
    const ofNew = podsOf(templates.filter(({ specRef }) => specRef === 'canary'));
    recording.traffic = (100 * (canary + ofNew)) / (stable + canary + recording.experiment);
    recording.note('experiment: pods ready');
  }
  const analyses = objectsIn(experiment, 'analyses');
  const timings = analyses.map((analysis) => play.timing({ templates: [analysis] }));
  const required = timings.filter((_, index) => analyses[index]?.requiredForCompletion === true);
  const seconds = findWireSeconds(experiment?.duration);
  playTiming(
    {
      firstVerdict: Math.min(...timings.map(({ firstVerdict }) => firstVerdict)),
      end: seconds ?? Math.max(0, ...required.map(({ end }) => end)),
    },
    play,
  );
  recording.experiment = 0;
  recording.traffic = traffic;
  recording.note('experiment ends');
}

function podsOf(templates: readonly JsonObject[]): number {
  return templates.reduce((sum, template) => sum + (findNumber(template, 'replicas') ?? 1), 0);
}

/** Scales both versions to what is wanted, and gives the new one its traffic. */
function scale(canary: JsonObject, wanted: Wanted, play: Play, event: string): void {
  if (isRouted(canary)) scaleRouted(canary, wanted, play, event);
  else scaleBasic(canary, wanted, play, event);
}

function scaleRouted(canary: JsonObject, wanted: Wanted, play: Play, event: string): void {
  const { recording, replicas, podReady } = play;
  const full = fullWeight(canary);
  const setWeight = findNumber(wanted.scale, 'weight');
  const countsAt = (currentWeight: number) =>
    routedCounts({
      replicas,
      weight: setWeight ?? wanted.weight,
      currentWeight,
      full,
      canaryReplicas: findNumber(wanted.scale, 'replicas'),
      least: findNumber(canary, 'minPodsPerReplicaSet') ?? 1,
      dynamicStableScale: canary.dynamicStableScale === true,
    });
  const { stable, canary: pods } = countsAt((recording.traffic * full) / 100);
  const isGrowing = pods > recording.canary || stable > recording.stable;
  recording.canary = Math.max(recording.canary, pods);
  recording.stable = Math.max(recording.stable, stable);
  if (isGrowing) {
    recording.note(`${event}: pods start`);
    recording.wait(podReady);
  }
  recording.traffic = pods === 0 ? 0 : (wanted.weight * 100) / full;
  // Pods that have lost their traffic go.
  Object.assign(recording, countsAt(wanted.weight));
  recording.note(event);
}

/** Batch by batch, as surge and unavailability allow; the traffic goes as the pods do. */
function scaleBasic(canary: JsonObject, { weight }: Wanted, play: Play, event: string): void {
  const { recording, replicas, podReady } = play;
  const surge = countOf(canary.maxSurge ?? SHARE, replicas, Math.ceil);
  const share = countOf(canary.maxUnavailable ?? SHARE, replicas, Math.floor);
  // The controller moves in any case.
  const unavailable = surge === 0 && share === 0 ? 1 : share;
  const limits = { replicas, weight, surge, unavailable };
  const enough = event === FULL ? Number.POSITIVE_INFINITY : enoughPods(canary, limits);
  let ready: Pods = { stable: recording.stable, canary: recording.canary };
  recording.underway = undefined;
  const startBatch = () => {
    const pods = settle(limits, recording, ready);
    const isWaiting = pods.stable > ready.stable || pods.canary > ready.canary;
    Object.assign(recording, pods);
    recording.traffic = shareOf({
      stable: Math.min(ready.stable, pods.stable),
      canary: Math.min(ready.canary, pods.canary),
    });
    recording.note(isWaiting ? `${event}: pods start` : event);
    return isWaiting;
  };
  const next = () => {
    ready = { stable: recording.stable, canary: recording.canary };
    return startBatch();
  };
  for (let isWaiting = startBatch(); isWaiting; isWaiting = next()) {
    if (ready.canary >= enough) {
      // The step is done; the rest goes on beside what follows.
      recording.underway = { seconds: podReady, next };
      return;
    }
    recording.wait(podReady);
  }
}

/** New pods that have to be ready before a step counts as done; without a threshold, all. */
function enoughPods(canary: JsonObject, limits: Parameters<typeof nearestCounts>[0]): number {
  const threshold = findObject(canary, 'replicaProgressThreshold');
  const value = findNumber(threshold, 'value');
  const wanted = nearestCounts(limits).canary;
  if (value === undefined || wanted === 0) return Number.POSITIVE_INFINITY;
  return findText(threshold, 'type') === 'Pods' ? value : Math.ceil((wanted * value) / 100);
}

type Pods = { readonly stable: number; readonly canary: number };

/** What is done before more pods are ready. */
function settle(limits: Parameters<typeof nextCounts>[0], from: Pods, ready: Pods): Pods {
  let pods: Pods = { stable: from.stable, canary: from.canary };
  for (;;) {
    const next = nextCounts(limits, pods, ready);
    if (next.stable === pods.stable && next.canary === pods.canary) return pods;
    pods = next;
  }
}

function shareOf({ stable, canary }: Pods): number {
  return stable + canary === 0 ? 0 : (canary * 100) / (stable + canary);
}

function countOf(share: unknown, replicas: number, round: (count: number) => number): number {
  if (typeof share === 'number') return Math.max(0, Math.floor(share));
  const percent = typeof share === 'string' ? Number.parseInt(share, 10) : 0;
  return Number.isNaN(percent) ? 0 : Math.max(0, round((percent * replicas) / 100));
}

function fullWeight(canary: JsonObject): number {
  const full = findNumber(findObject(canary, 'trafficRouting'), 'maxTrafficWeight') ?? 100;
  return full > 0 ? full : 100;
}

function isRouted(canary: JsonObject): boolean {
  return findObject(canary, 'trafficRouting') !== undefined;
}
