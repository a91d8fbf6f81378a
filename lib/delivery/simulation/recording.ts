import type { JsonObject } from '../../manifest/manifest';
import type { AnalysisTiming } from '../release-analysis';

/** What there is at one moment of a release, until the next. */
export interface Moment {
  /** Seconds since the release began. */
  readonly at: number;
  /** What happens: `setWeight 20`. */
  readonly event: string;
  /** Pods of the old version, ready or not. */
  readonly stable: number;
  /** Pods of the new version, ready or not. */
  readonly canary: number;
  /** Pods of experiments. */
  readonly experiment: number;
  /** Percentage of the traffic that the new version has. */
  readonly traffic: number;
}

/** Batches of pods that come one after another. */
export interface Underway {
  /** Seconds until those that have started are ready. */
  readonly seconds: number;
  /** Starts the next ones; false when there are none. */
  next(): boolean;
}

/** A release while it is played: the clock, and what there is now. */
export class Recording {
  readonly moments: Moment[] = [];
  /** Names of what takes a time that nothing tells. */
  readonly unknown: string[] = [];
  at = 0;
  stable: number;
  canary = 0;
  experiment = 0;
  traffic = 0;
  /** How often a person has to say that it goes on. */
  waitsForPerson = 0;
  /** When an analysis can fail first. */
  firstVerdictAt: number | undefined;
  /** Pods that are still being replaced while time goes on. */
  underway: Underway | undefined;

  constructor(replicas: number) {
    this.stable = replicas;
  }

  /** Writes down what there is now. */
  note(event: string): void {
    const { at, stable, canary, experiment, traffic } = this;
    this.moments.push({ at, event, stable, canary, experiment, traffic });
  }

  wait(seconds: number): void {
    const end = this.at + seconds;
    while (this.underway !== undefined && this.at + this.underway.seconds <= end) {
      this.at += this.underway.seconds;
      if (!this.underway.next()) this.underway = undefined;
    }
    this.at = end;
  }

  /** Writes down that an analysis which starts now can fail after some seconds. */
  expectVerdict(seconds: number): void {
    if (!Number.isFinite(seconds)) return;
    this.firstVerdictAt = Math.min(
      this.firstVerdictAt ?? Number.POSITIVE_INFINITY,
      this.at + seconds,
    );
  }
}

/** What the player of a strategy works with. */
export interface Play {
  readonly recording: Recording;
  readonly replicas: number;
  /** Seconds until a new pod counts. */
  readonly podReady: number;
  /** Seconds until a person answers. */
  readonly answer: number;
  /** How long an analysis takes, as the Rollout has it; what isn't known is written down. */
  timing(analysis: JsonObject): AnalysisTiming;
}
