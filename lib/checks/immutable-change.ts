/** A changed field that the API server, or the kind's controller, doesn't let anybody change. */
export interface ImmutableChange {
  /** `spec.selector` */
  readonly field: string;
  /** Undefined where it wasn't said. */
  readonly before: unknown;
  /** Undefined where it is no longer said. */
  readonly after: unknown;
  /** What to do instead: `give it a new name, ...`. */
  readonly wayOut: string;
  /** Whether nobody can mean it: no storage makes a volume smaller. @default false */
  readonly isFinal?: boolean;
}
