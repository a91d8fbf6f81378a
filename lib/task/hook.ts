import { checkWhole } from '../autoscaling/check';
import type { StringMap } from '../kubernetes/labels';
import { type Problem, wrongValue } from '../problem/problem';

/** A moment at which all that a task needs is there, from the first sync on. */
export type Hook = 'Sync' | 'PostSync' | 'SyncFail' | 'PreDelete';

/** When Argo CD deletes the Job of a hook. */
export type HookDeletePolicy = 'BeforeHookCreation' | 'HookSucceeded' | 'HookFailed';

interface HookDetails {
  /** Order among what has the same moment; lower first. @default by calls and by `before`, or else 0 */
  readonly wave?: number;
  /** @default BeforeHookCreation: the last run stays to be looked at until the next one */
  readonly deletePolicy?: HookDeletePolicy;
}

/** A moment, and more about it. */
export type HookOptions = HookDetails &
  (
    | { readonly phase: Hook }
    | {
        /** Before the system's Namespace, accounts and policies are there, or after they are gone. */
        readonly phase: 'PreSync' | 'PostDelete';
        /** Why they are there all the same: `the system was synced before this was added`. */
        readonly because: string;
      }
  );

const ANNOTATION = {
  hook: 'argocd.argoproj.io/hook',
  deletePolicy: 'argocd.argoproj.io/hook-delete-policy',
  wave: 'argocd.argoproj.io/sync-wave',
} as const;

const POLICIES: readonly unknown[] = ['BeforeHookCreation', 'HookSucceeded', 'HookFailed'];

/** Moments, and what is there then. */
const PHASES: ReadonlyMap<unknown, 'all' | 'not yet there' | 'gone by then'> = new Map([
  ['Sync', 'all'],
  ['PostSync', 'all'],
  ['SyncFail', 'all'],
  ['PreDelete', 'all'],
  ['PreSync', 'not yet there'],
  ['PostDelete', 'gone by then'],
] as const);

/** The hook with all that may be said of it. */
export function hookOf(hook: Hook | HookOptions): HookOptions {
  return typeof hook === 'string' ? { phase: hook } : hook;
}

/** Annotations by which Argo CD runs a Job as a hook. */
export function hookAnnotations(hook: Hook | HookOptions): StringMap {
  const { phase, deletePolicy = 'BeforeHookCreation', wave } = hookOf(hook);
  return {
    [ANNOTATION.hook]: phase,
    [ANNOTATION.deletePolicy]: deletePolicy,
    ...(wave !== undefined && { [ANNOTATION.wave]: String(wave) }),
  };
}

/**
 * Checks that a hook's moment is one at which the task can run.
 * @param inSystem - whether its Namespace comes and goes with it
 */
export function checkHook(
  field: string,
  hook: Hook | HookOptions,
  inSystem: boolean,
): readonly Problem[] {
  const said = hookOf(hook);
  const { phase, wave, deletePolicy } = said;
  const state = PHASES.get(phase);
  const because: unknown = 'because' in said ? said.because : undefined;
  return [
    ...(state === undefined ? [wrongValue(field, phase, [...PHASES.keys()].join(', '))] : []),
    ...(!inSystem || state === 'all' || state === undefined || isReason(because)
      ? []
      : [tooFar(field, state)]),
    ...(wave === undefined ? [] : checkWave(`${field}.wave`, wave)),
    ...(deletePolicy === undefined || POLICIES.includes(deletePolicy)
      ? []
      : [wrongValue(`${field}.deletePolicy`, deletePolicy, POLICIES.join(', '))]),
  ];
}

function isReason(because: unknown): boolean {
  return typeof because === 'string' && because.trim() !== '';
}

function tooFar(field: string, state: string): Problem {
  const instead =
    state === 'gone by then'
      ? 'take PreDelete'
      : 'leave `hook` out or take Sync, with `before` for what has to wait';
  return {
    field,
    message: `the Namespace, account, configuration and policies are ${state}, so that no first sync (or no deletion) gets past it: ${instead}; or say in \`because\` why they are there`,
  };
}

function checkWave(field: string, wave: number): readonly Problem[] {
  return wave < 0 ? checkWhole(field, -wave, 1) : checkWhole(field, wave, 0);
}
