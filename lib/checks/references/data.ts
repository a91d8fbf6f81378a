import { fieldsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { namespaceOf, type Objects, perSet } from '../objects';
import { type CheckContext, rules } from '../rule';
import { whenComplete } from './complete';
import { findExternal, findTarget, noName, noObject } from './outside';
import { listOf } from './pods';
import { type MadeSecret, placeOf, secretsMade } from './secrets';
import { type DataUse, dataUses } from './uses';

/** ConfigMaps and Secrets that pods read. */
export const data = whenComplete(
  rules(
    'references',
    {
      'missing-config-map': ['error', 'a pod reads a ConfigMap that is not there'],
      'missing-config-map-key': ['error', 'a pod reads a key that a ConfigMap has not'],
      'missing-secret': ['warning', 'a pod reads a Secret that is nearly one that is made here'],
      'missing-secret-key': ['error', 'a pod reads a key that a Secret has not'],
    },
    {
      check: (objects, context) =>
        dataUses(objects).flatMap((use) => {
          if (use.optional || namespaceOf(use.entry.manifest) === '') return [];
          return use.kind === 'ConfigMap'
            ? checkConfigMap(objects, context, use)
            : checkSecret(objects, context, use);
        }),
    },
  ),
);

/** ConfigMaps that clusters and meshes put into each namespace. */
const EVERYWHERE =
  /^(kube-root-ca\.crt|istio-ca-root-cert|istio-ca-crl|openshift-service-ca\.crt)$/;

function checkConfigMap(objects: Objects, context: CheckContext, use: DataUse): readonly Finding[] {
  const { entry, name, field, key } = use;
  if (EVERYWHERE.test(name) || objects.find(entry, 'trust.cert-manager.io/Bundle', name)) return [];
  const found = findTarget(objects, context, entry, 'ConfigMap', name);
  if (found === 'outside') return checkExternalKey(objects, context, use, 'missing-config-map-key');
  if (found === undefined)
    // It is told once.
    return use.isItem
      ? []
      : [
          findingOf('missing-config-map', entry, {
            field,
            message: noObject(objects, entry, 'ConfigMap', name),
          }),
        ];
  if (key === undefined || hasKey(found, key)) return [];
  const { data: texts, binaryData } = found.manifest;
  const keys = [...Object.keys(fieldsOf(texts)), ...Object.keys(fieldsOf(binaryData))];
  return [wrongKey('missing-config-map-key', use, key, keys)];
}

function hasKey({ manifest }: ManifestEntry, key: string): boolean {
  return (
    Object.hasOwn(fieldsOf(manifest.data), key) || Object.hasOwn(fieldsOf(manifest.binaryData), key)
  );
}

function checkSecret(objects: Objects, context: CheckContext, use: DataUse): readonly Finding[] {
  const { entry, name, field, key } = use;
  const made = secretsMade(objects).get(placeOf(entry, name));
  if (made !== undefined) {
    const keys = keysOfAll(made);
    if (key === undefined || keys === undefined || keys.has(key)) return [];
    return [wrongKey('missing-secret-key', use, key, keys)];
  }
  if (findExternal(objects, context, 'Secret', name, namespaceOf(entry.manifest)) !== undefined)
    return checkExternalKey(objects, context, use, 'missing-secret-key');
  const near = (unusedSecrets(objects).get(placeOf(entry, '')) ?? []).filter((other) =>
    isSlip(name, other),
  );
  if (near.length === 0 || use.isItem) return [];
  const message = noName('Secret', name, namespaceOf(entry.manifest), near);
  return [findingOf('missing-secret', entry, { field, message }, 'warning')];
}

/** Keys of one Secret that several objects make together. */
function keysOfAll(made: readonly MadeSecret[]): ReadonlySet<string> | undefined {
  const keys = new Set<string>();
  for (const one of made) {
    if (one.keys === undefined) return undefined;
    for (const key of one.keys) keys.add(key);
  }
  return keys;
}

/** Names of Secrets that are made here and that no pod reads, by namespace. */
const unusedSecrets = perSet((objects) => {
  const used = new Set(dataUses(objects).map(({ entry, name }) => placeOf(entry, name)));
  const unused = new Map<string, readonly string[]>();
  for (const [key, [first]] of secretsMade(objects)) {
    if (first === undefined || used.has(key)) continue;
    const place = placeOf(first.entry, '');
    unused.set(place, [...(unused.get(place) ?? []), first.name]);
  }
  return unused;
});

/** Whether two names differ in one place, by two letters at most. */
function isSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return Math.max(a.length, b.length) - start - end <= 2;
}

function checkExternalKey(
  objects: Objects,
  context: CheckContext,
  use: DataUse,
  rule: 'missing-config-map-key' | 'missing-secret-key',
): readonly Finding[] {
  const { entry, kind, name, key } = use;
  const keys = findExternal(objects, context, kind, name, namespaceOf(entry.manifest))?.keys;
  return key === undefined || keys === undefined || keys.includes(key)
    ? []
    : [wrongKey(rule, use, key, keys)];
}

function wrongKey(rule: string, use: DataUse, key: string, keys: Iterable<string>): Finding {
  const { entry, kind, name, keyField } = use;
  return findingOf(rule, entry, {
    field: keyField,
    message: `got ${show(key)}, which ${kind} ${show(name)} has not, allowed ${listOf(keys, key, 'none: it is empty')}`,
  });
}
