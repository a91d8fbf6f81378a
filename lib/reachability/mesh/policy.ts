import type { Decision, Pod } from '../spec';

/** What a policy does with the requests that it matches. */
export const ACTIONS = ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'] as const;

/** @see {@link ACTIONS} */
export type Action = (typeof ACTIONS)[number];

/** An AuthorizationPolicy, with its pods looked up. */
export interface MeshPolicy {
  readonly action: Action;
  readonly subjects: ReadonlySet<Pod>;
  readonly rules: readonly MeshRule[];
  /** Of the policy as a whole: it closes what no rule allows. */
  readonly decision: Decision;
  /** Who is asked by a CUSTOM policy. */
  readonly provider: string;
}

/** Matches what one of the sources sends to one of the operations, when all conditions hold. */
export interface MeshRule {
  readonly decision: Decision;
  /** Each of them a list of tests that must all pass; none: any source. */
  readonly from: readonly (readonly AttributeTest[])[];
  readonly to: readonly (readonly AttributeTest[])[];
  readonly when: readonly AttributeTest[];
}

/** A test of one attribute of a connection or a request: one of `values`, and none of `notValues`. */
export interface AttributeTest {
  /** Istio's key: `source.principal`, `request.headers[x-user]`. */
  readonly key: string;
  readonly values: readonly string[];
  readonly notValues: readonly string[];
}

/** Attributes that only HTTP has. */
export function isOfHttp({ key }: AttributeTest): boolean {
  return key.startsWith('request.');
}

/** Attributes of who sends. */
export function isOfSource({ key }: AttributeTest): boolean {
  return key.startsWith('source.');
}

/** All tests of a rule. */
export function testsOf({ from, to, when }: MeshRule): readonly AttributeTest[] {
  return [...from.flat(), ...to.flat(), ...when];
}
