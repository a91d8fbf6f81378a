import type { Decision, Direction, Peer, Pod } from '../spec';
import type { AddressRange } from './address';
import type { PortSpec } from './port-range';

/** A policy of any dialect that works on connections, with everything looked up: whom it selects, whom it names. */
export interface TrafficPolicy {
  readonly subjects: ReadonlySet<Pod>;
  /** In which directions its subjects are closed but for what a rule opens. */
  readonly isolates: Readonly<Partial<Record<Direction, Decision>>>;
  readonly rules: readonly TrafficRule[];
}

/** Opens connections with peers on ports, or closes them against every rule that opens them. */
export interface TrafficRule {
  readonly decision: Decision;
  readonly direction: Direction;
  readonly effect: 'allows' | 'denies';
  readonly peers: ReadonlySet<Peer> | 'any';
  /** Addresses that the rule names, besides the peers. */
  readonly addresses: readonly AddressRange[];
  /** Whether these are never addresses of pods. @default false */
  readonly tellsPodsFromAddresses?: boolean;
  readonly ports: readonly PortSpec[] | 'any';
  /** What else must hold: what the rule asks of a request. */
  readonly conditions: readonly string[];
}

/** The directions, ingress first. */
export const DIRECTIONS = ['ingress', 'egress'] as const;
