import { type Run, runRow } from './measure';
import type { Size } from './size';

/** Services of one environment whose access is derived and proven. */
export const ACCESS_SIZE: Size = { services: 1000, environments: 1 };

/** Measures what it takes to derive all policies, and to prove them. */
export function measureAccess(): Run {
  return runRow({ id: 'access', title: 'access', program: 'access' }, ACCESS_SIZE, 0);
}
