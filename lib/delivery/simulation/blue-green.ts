import type { JsonObject } from '../../manifest/manifest';
import { findNumber, findObject } from '../wire';
import type { Play } from './recording';

/** How long old pods are kept where nothing is said. */
const SCALE_DOWN_DELAY = 30;

/** Plays a blue-green release: all new pods, then all traffic, then no old pods. */
export function playBlueGreen(blueGreen: JsonObject, play: Play): void {
  const { recording, replicas } = play;
  scaleUp(findNumber(blueGreen, 'previewReplicaCount') ?? replicas, play, 'preview');
  playAnalysis(findObject(blueGreen, 'prePromotionAnalysis'), play, 'analysis before promotion');
  playPause(blueGreen, play);
  if (recording.canary < replicas) scaleUp(replicas, play, 'scale up');
  recording.traffic = 100;
  recording.note('promotion');
  const from = recording.at;
  playAnalysis(findObject(blueGreen, 'postPromotionAnalysis'), play, 'analysis after promotion');
  const delay = findNumber(blueGreen, 'scaleDownDelaySeconds');
  // A delay that is said ends an analysis; one that isn't waits for it.
  recording.at =
    delay === undefined ? Math.max(recording.at, from + SCALE_DOWN_DELAY) : from + delay;
  recording.stable = 0;
  recording.note('end');
}

function scaleUp(pods: number, { recording, podReady }: Play, event: string): void {
  recording.canary = pods;
  recording.note(event);
  recording.wait(podReady);
}

function playPause(blueGreen: JsonObject, { recording, answer }: Play): void {
  const seconds = findNumber(blueGreen, 'autoPromotionSeconds') ?? 0;
  const isManual = blueGreen.autoPromotionEnabled === false;
  if (!isManual && seconds === 0) return;
  recording.note(isManual ? 'pause until resumed' : `pause ${seconds}s`);
  if (isManual) recording.waitsForPerson++;
  recording.wait(isManual ? answer : seconds);
}

function playAnalysis(analysis: JsonObject | undefined, play: Play, event: string): void {
  if (analysis === undefined) return;
  const { recording } = play;
  recording.note(event);
  const { firstVerdict, end } = play.timing(analysis);
  recording.expectVerdict(firstVerdict);
  if (Number.isFinite(end)) recording.wait(end);
}
