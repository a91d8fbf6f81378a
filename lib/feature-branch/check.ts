import { type BranchSpec, refusesBranches } from '../environment/branches';
import type { EnvironmentSpec } from '../environment/spec';
import { checkDnsLabel } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import { checkWhen } from './condition-check';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Checks what a feature branch says of itself, and that its environment lets it run. */
export function checkBranch(
  name: string,
  { expires, when }: Pick<BranchSpec, 'expires' | 'when'>,
  environment: Pick<EnvironmentSpec, 'name' | 'tier' | 'featureBranches'> | undefined,
): readonly Problem[] {
  return [
    ...checkDnsLabel('name', name),
    ...checkDay('expires', expires),
    ...checkWhen('when', when),
    ...checkPlace(environment),
  ];
}

/** Checks a calendar day. */
export function checkDay(field: string, day: string): readonly Problem[] {
  if (DAY.test(day) && isInCalendar(day)) return [];
  return [wrongValue(field, day, 'a day of the calendar: 2026-12-31')];
}

function isInCalendar(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** Production's users and data are no place for what nobody has released. */
export function checkPlace(
  environment: Pick<EnvironmentSpec, 'name' | 'tier' | 'featureBranches'> | undefined,
): readonly Problem[] {
  if (environment === undefined || !refusesBranches(environment)) return [];
  return [
    {
      field: '',
      message:
        `is not for '${environment.name}', which is production: close it there, ` +
        "or say in the environment why it may run: featureBranches: { allow: '...' }",
    },
  ];
}
