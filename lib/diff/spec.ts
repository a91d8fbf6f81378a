import type { JsonValue, Manifest } from '../manifest/manifest';
import type { ManifestSet } from '../manifest/manifest-set';
import type { ChangedOpening } from '../reachability/compare';

/** What a changed field is about; `name` where it follows from a hash in the name of some configuration. */
export type Meaning =
  | 'image'
  | 'version'
  | 'env'
  | 'config'
  | 'name'
  | 'replicas'
  | 'resources'
  | 'traffic'
  | 'access'
  | 'schedule'
  | 'release'
  | 'field';

/** A field that differs. */
export interface FieldChange {
  /** From the object's root: `['spec', 'template', 'spec', 'containers', '[frontend]', 'image']`. */
  readonly path: readonly string[];
  /** Undefined where it wasn't there. */
  readonly before: JsonValue | undefined;
  /** Undefined where it is no longer there. */
  readonly after: JsonValue | undefined;
}

/** A field that differs, with what it is about. */
export interface Change {
  readonly meaning: Meaning;
  /** `spec.template.spec.containers[frontend].image` */
  readonly path: string;
  /** Left out for a Secret's values. */
  readonly before?: JsonValue;
  readonly after?: JsonValue;
  /** For people: `image: v1.2.0 -> v1.3.0`. */
  readonly text: string;
}

/** What a change does in the cluster. */
export type Effect =
  | 'restarts pods'
  | 'starts a canary'
  | 'starts a blue-green release'
  | 'recreates'
  | 'runs again'
  | 'is pruned'
  | 'data loss'
  | 'immutable field'
  | 'exposure'
  | 'cannot be promoted';

/** What somebody has to acknowledge, as `--allow` names it. */
export type Danger = 'prune' | 'immutable' | 'exposure';

/** What a change does, in words. */
export interface Consequence {
  readonly effect: Effect;
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
  /** Set where somebody has to acknowledge it: `prune:PersistentVolumeClaim/shop-prod/data`. */
  readonly danger?: string;
  /** Whether it stays a danger when it is acknowledged, as no cluster can do it. @default false */
  readonly isFinal?: boolean;
  /** Why it is all right, once it has been acknowledged. */
  readonly acknowledged?: string;
}

/** What becomes of an object. */
export type ObjectState = 'added' | 'changed' | 'removed';

/** One object that differs. */
export interface ObjectDiff {
  /** `Deployment shop-prod/cart` */
  readonly object: string;
  readonly kind: string;
  /** Empty for what has none. */
  readonly namespace: string;
  readonly name: string;
  readonly file: string;
  readonly state: ObjectState;
  readonly changes: readonly Change[];
  readonly consequences: readonly Consequence[];
}

/** What differs in one environment. */
export interface EnvironmentDiff {
  /** Its folder; empty for files that lie in no folder. */
  readonly name: string;
  readonly objects: readonly ObjectDiff[];
  /** Who may call whom from now on, and who no longer. */
  readonly opened: readonly ChangedOpening[];
  readonly closed: readonly ChangedOpening[];
  /** Of what is opened. */
  readonly consequences: readonly Consequence[];
}

/** What differs between two manifest sets. */
export interface Diff {
  readonly environments: readonly EnvironmentDiff[];
  /** What couldn't be judged, a line each. */
  readonly notes: readonly string[];
}

/** Before or after the change. */
export type Side = 'before' | 'after';

/** Which objects are asked for, beside those that differ. */
export interface Neighbours {
  /** Only below this folder of the output: `prod/`; empty for all. */
  readonly folder: string;
  readonly kinds: readonly string[];
  /** @default of any name */
  readonly name?: string;
}

/** Gives objects that needn't differ, so that a large set is read only as far as it is needed. */
export type Look = (side: Side, wanted: Neighbours) => ManifestSet;

/** How a release goes at the least. */
export interface ReleaseForecast {
  /** Until the new version has all traffic. */
  readonly time: string;
  /** How often a person has to say that it goes on. */
  readonly waitsForPerson: number;
}

/** What the comparison is done with. */
export interface DiffOptions {
  /** @default looks among the manifests that are compared */
  readonly look?: Look;
  /** @default nothing is told of the time that a release takes */
  readonly forecast?: (rollout: Manifest, beside: readonly Manifest[]) => ReleaseForecast;
  /** Dangers that are meant, beside those that annotations acknowledge. @default none */
  readonly acknowledged?: readonly Acknowledgement[];
}

/** A danger that is meant. */
export interface Acknowledgement {
  /** `prune:PersistentVolumeClaim/shop-prod/data`, or without the namespace. */
  readonly change: string;
  readonly reason: string;
}
