import { type Duration, findSeconds } from '../../kubernetes/duration';
import type { JsonObject, Manifest } from '../../manifest/manifest';
import { InputError } from '../../problem/problem';
import { timingOfTemplate } from '../analysis-timing';
import type { AnalysisTiming } from '../release-analysis';
import { findNumber, findObject, findText, objectsIn } from '../wire';
import { playBlueGreen } from './blue-green';
import { playCanary } from './canary';
import { checkSimulation } from './check';
import type { SimulationOptions } from './options';
import { type Moment, type Play, Recording } from './recording';

/** How a release goes when nothing fails. */
export interface Simulation {
  /** Name of the Rollout. */
  readonly name: string;
  /** What there is, from each moment to the next. */
  readonly moments: readonly Moment[];
  /** The most pods that there are at a time, surge and experiments included. */
  readonly peakPods: number;
  /** Seconds until the new version has all traffic. */
  readonly fullAt: number;
  /** Seconds until only the new version's pods are left. */
  readonly endAt: number;
  /** Seconds until an analysis can fail first; undefined when none can. */
  readonly firstVerdictAt: number | undefined;
  /** Minutes that users spend with the new version before an analysis can fail, or before it has all traffic. */
  readonly exposedUserMinutes: number;
  /** How often a person has to say that it goes on. */
  readonly waitsForPerson: number;
  /** Templates, plugins and experiments whose time nothing tells; they count as no time. */
  readonly unknown: readonly string[];
}

/**
 * Plays a release as the controller would do it: pods and traffic of both versions over time.
 * A pure function: nothing is looked up, and time is only counted.
 * @throws InputError when it is given something else than a Rollout, with steps that can be played
 */
export function simulate(rollout: Manifest, options: SimulationOptions): Simulation {
  const problems = checkSimulation(rollout, options);
  if (problems.length > 0) throw new InputError(problems);
  return playRelease(rollout, options);
}

/** The same of a Rollout that anyone may have written: what can't be understood is passed over. */
export function playRelease(rollout: Manifest, options: SimulationOptions): Simulation {
  const { users = 100 } = options;
  const replicas = Math.max(0, Math.floor(options.replicas));
  const recording = new Recording(replicas);
  const spec = findObject(rollout, 'spec');
  const play: Play = {
    recording,
    replicas,
    podReady: secondsOf(options.podStart, 30) + (findNumber(spec, 'minReadySeconds') ?? 0),
    answer: secondsOf(options.answer, 0),
    timing: (analysis) => timingIn(analysis, options.templates ?? [], recording),
  };
  const strategy = findObject(spec, 'strategy');
  const blueGreen = findObject(strategy, 'blueGreen');
  recording.note('start');
  if (blueGreen === undefined) playCanary(findObject(strategy, 'canary') ?? {}, play);
  else playBlueGreen(blueGreen, play);
  return summary(rollout.metadata.name, recording, users);
}

function summary(name: string, recording: Recording, users: number): Simulation {
  const { moments, firstVerdictAt, at, waitsForPerson, unknown } = recording;
  const fullAt = moments.find(({ traffic }) => traffic >= 100)?.at ?? at;
  return {
    name,
    moments,
    peakPods: Math.max(
      ...moments.map(({ stable, canary, experiment }) => stable + canary + experiment),
    ),
    fullAt,
    endAt: at,
    firstVerdictAt,
    exposedUserMinutes: (exposedSeconds(moments, firstVerdictAt ?? fullAt) * users) / 60,
    waitsForPerson,
    unknown: [...new Set(unknown)],
  };
}

/** Seconds of full traffic that the new version has until a moment. */
function exposedSeconds(moments: readonly Moment[], until: number): number {
  return moments.reduce((sum, { at, traffic }, index) => {
    const end = Math.min(until, moments[index + 1]?.at ?? until);
    return sum + (Math.max(0, end - at) * traffic) / 100;
  }, 0);
}

function timingIn(
  analysis: JsonObject,
  templates: readonly Manifest[],
  recording: Recording,
): AnalysisTiming {
  const found = new Set<Manifest>();
  const add = (of: JsonObject | undefined) => {
    for (const use of objectsIn(of, 'templates')) {
      const template = templates.find((one) => isMeant(use, one));
      if (template === undefined) recording.unknown.push(findText(use, 'templateName') ?? '');
      else found.add(template);
    }
  };
  add(analysis);
  // Grows while templates name others.
  for (const template of found) add(findObject(template, 'spec'));
  const timings = [...found].map(timingOfTemplate);
  return {
    firstVerdict: Math.min(...timings.map(({ firstVerdict }) => firstVerdict)),
    end: Math.max(0, ...timings.map(({ end }) => end)),
  };
}

function isMeant(use: JsonObject, { kind, metadata }: Manifest): boolean {
  const wanted = use.clusterScope === true ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate';
  return kind === wanted && metadata.name === findText(use, 'templateName');
}

function secondsOf(duration: Duration | undefined, otherwise: number): number {
  return duration === undefined ? otherwise : (findSeconds(duration) ?? otherwise);
}
