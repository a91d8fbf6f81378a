import { findNearest } from '../problem/nearest';
import { type Problem, wrongValue } from '../problem/problem';

const KEY = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?\/[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Checks the name of a pin: system and microservice. */
export function checkKey(field: string, key: string): readonly Problem[] {
  return KEY.test(key)
    ? []
    : [wrongValue(field, key, "a system and its microservice: 'online-boutique/frontend'")];
}

/** What was probably meant: `: did you mean 'online-boutique/frontend'?` */
export function nearTo(key: string, known: readonly string[]): string {
  const near = findNearest(key, known);
  return near === undefined ? '' : `: did you mean '${near}'?`;
}
