import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, Manifest } from '../manifest/manifest';
import { add, type Breach, type Check, type MakeCheck } from './breach';
import { fieldsCheck, itemsCheck } from './children';
import { choiceChecks } from './choice';
import { type Located, type ReadFile, resolve } from './definitions';
import { findFormat } from './formats';
import { isList, isObject } from './json';
import { limitChecks } from './limits';
import { repeatedCheck } from './list-keys';

/**
 * Compares a manifest with a schema, as far as Kubernetes' structural schemas go: all that is wrong.
 *
 * Only the parts of a schema that an object uses are looked at, and each of them is prepared once for
 * all objects: one run sees a small part of what schemas describe.
 */
export function compare(located: Located, read: ReadFile, manifest: Manifest): readonly Breach[] {
  const breaches: Breach[] = [];
  checkOf(located, read)(manifest, { steps: [], breaches });
  return breaches;
}

/** By the schema that they are made of. */
const made = new WeakMap<JsonObject, Check>();

function checkOf({ schema, file }: Located, read: ReadFile): Check {
  const known = made.get(schema);
  if (known !== undefined) return known;
  let check: Check | undefined;
  const first: Check = (value, walk) => {
    check ??= prepare({ schema, file }, read);
    check(value, walk);
  };
  made.set(schema, first);
  return first;
}

function prepare(located: Located, read: ReadFile): Check {
  const { schema, file } = located;
  const make: MakeCheck = (child) =>
    isObject(child) ? checkOf({ schema: child, file }, read) : undefined;
  const checks = [
    schema.$ref === undefined ? undefined : checkOf(resolve(located, read), read),
    typeCheck(schema),
    ...limitChecks(schema),
    formatCheck(schema),
    enumCheck(schema),
    ...choiceChecks(schema, make),
    itemsCheck(schema, make),
    repeatedCheck(schema),
    fieldsCheck(located, make),
  ].filter((check) => check !== undefined);
  const [only] = checks;
  if (checks.length === 1 && only !== undefined) return only;
  return (value, walk) => {
    for (const check of checks) check(value, walk);
  };
}

const IS_OF_TYPE: Readonly<Record<string, (value: unknown) => boolean>> = {
  array: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  null: (value) => value === null,
  number: Number.isFinite,
  object: isObject,
  string: (value) => typeof value === 'string',
};

function typeCheck({ type }: JsonObject): Check | undefined {
  const tests = [type].flat().flatMap((name) => IS_OF_TYPE[String(name)] ?? []);
  const [only] = tests;
  // A type that is none is told where the schema is defined.
  if (type === undefined || only === undefined) return undefined;
  const fits = tests.length === 1 ? only : (value: unknown) => tests.some((test) => test(value));
  return (value, walk) => {
    if (!fits(value)) add(walk, { keyword: 'type', rule: type, value });
  };
}

function enumCheck({ enum: allowed }: JsonObject): Check | undefined {
  if (!isList(allowed)) return undefined;
  const known = new Set<unknown>(allowed);
  return (value, walk) => {
    if (known.has(value) || allowed.some((one) => isDeepStrictEqual(one, value))) return;
    add(walk, { keyword: 'enum', rule: allowed, value });
  };
}

function formatCheck({ format }: JsonObject): Check | undefined {
  // What isn't known is left to the cluster.
  const known = findFormat(format);
  if (known === undefined || format === undefined) return undefined;
  return (value, walk) => {
    if (!known.fits(value)) add(walk, { keyword: 'format', rule: format, value });
  };
}
