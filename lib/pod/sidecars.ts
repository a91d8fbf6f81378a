import type { ExtraContainerSpec } from './container';

/**
 * When a sidecar starts: before all init containers, after them, or with the main container.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export type SidecarStart = NativeStart | 'with-main';

/** When a sidecar starts that Kubernetes ends with its pod. */
export type NativeStart = 'before-init' | 'after-init';

/** A container that runs as long as the main one. */
export interface SidecarSpec extends ExtraContainerSpec {
  /**
   * `before-init` and `after-init` have it ready before the main container starts, and end it after that: an init
   * container with `restartPolicy: Always`, from Kubernetes 1.29 on. `with-main` is a plain further container, on
   * every version, which starts and ends at the same time as the main one.
   * @default 'before-init'
   */
  readonly starts?: SidecarStart;
}

/** A sidecar of a pod that does its work and ends: a plain container would keep it from ending. */
export interface EndingSidecarSpec extends SidecarSpec {
  /** Before all init containers, or after them. @default 'before-init' */
  readonly starts?: NativeStart;
}

/** Those of a pod's sidecars that start at a moment, with their names. */
export function sidecarsThatStart(
  moment: SidecarStart,
  sidecars: Readonly<Record<string, SidecarSpec>> | undefined,
): readonly (readonly [name: string, spec: SidecarSpec])[] {
  if (sidecars === undefined) return [];
  return Object.entries(sidecars).filter(([, { starts = 'before-init' }]) => starts === moment);
}
