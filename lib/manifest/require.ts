import { Construct } from 'constructs';
import { InputError, wrongValue } from '../problem/problem';
import { fieldsOf, isFields } from './fields';
import { isManifest } from './manifest';

/**
 * Checks that something is a construct.
 * @param call - what is called: `new Microservice()`
 * @param example - how it is called
 * @throws InputError when it isn't
 */
export function requireConstruct(call: string, value: unknown, example: string): void {
  if (Construct.isConstruct(value)) return;
  throw new InputError([
    wrongValue(call, shownOf(value), `a construct, such as \`this\`: ${example}`),
  ]);
}

/**
 * Checks that something is a manifest set.
 * @throws InputError when it isn't
 */
export function requireManifests(call: string, value: unknown): void {
  const allowed = 'a manifest set: what readTree() gives as `manifests`';
  if (!Array.isArray(value)) throw new InputError([wrongValue(call, shownOf(value), allowed)]);
  const wrong = value.findIndex((entry) => !isEntry(entry));
  if (wrong >= 0)
    throw new InputError([wrongValue(`${call}[${wrong}]`, shownOf(value[wrong]), allowed)]);
}

function isEntry(value: unknown): boolean {
  const { file, manifest } = fieldsOf(value);
  return typeof file === 'string' && isManifest(manifest);
}

/** A received value as messages show it: what is in an object may be anything. */
export function shownOf(value: unknown): unknown {
  return isFields(value) ? {} : value;
}
