import { findAmount } from '../../kubernetes/quantity';
import { fieldsOf } from '../../manifest/fields';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';
import { type Finding, findingOf } from '../finding';
import { checkStorage, sizeOf } from './claims';
import { limitedNamespaces, type Share } from './namespaces';
import type { RolloutPeak } from './peak';
import { RESOURCES, type Resource } from './pod-resources';

/** What a quota limits, by its key. */
type Counted = Resource | 'pods';

const KEYS: ReadonlyMap<string, Counted> = new Map<string, Counted>([
  ['pods', 'pods'],
  ['count/pods', 'pods'],
  ['cpu', 'requests.cpu'],
  ['memory', 'requests.memory'],
  ...RESOURCES.map((resource) => [resource, resource] as const),
]);

/** How many workloads a message names. */
const NAMED = 3;

/**
 * Checks that each namespace's quota has room for all pods when all workloads are released at once, as a change
 * of a common label does, with autoscalers at their most. In time linear in the number of objects.
 */
export function checkCapacity(
  manifests: ManifestSet,
  rolloutPeak: RolloutPeak,
): readonly Finding[] {
  return limitedNamespaces(manifests, rolloutPeak).flatMap(({ quotas, shares, claims }) =>
    quotas.flatMap((quota) => [...checkQuota(quota, shares), ...checkStorage(quota, claims)]),
  );
}

function checkQuota(quota: ManifestEntry, shares: readonly Share[]): readonly Finding[] {
  const { hard, scopes, scopeSelector } = fieldsOf(quota.manifest.spec);
  // Of one with scopes nobody can tell which pods it counts.
  if (scopes !== undefined || scopeSelector !== undefined) return [];
  return Object.entries(fieldsOf(hard)).flatMap(([key, quantity]) => {
    const counted = KEYS.get(key);
    const limit =
      typeof quantity === 'string' || typeof quantity === 'number'
        ? findAmount(quantity)
        : undefined;
    if (counted === undefined || limit === undefined) return [];
    const parts = shares.map((share) => ({ share, amount: amountOf(share, counted) }));
    const silent = parts.find(({ amount }) => amount === undefined)?.share;
    if (silent !== undefined) return [refused(silent, key, counted)];
    return checkRoom(quota, key, counted, limit, parts);
  });
}

interface Part {
  readonly share: Share;
  readonly amount: number | undefined;
}

function checkRoom(
  quota: ManifestEntry,
  key: string,
  counted: Counted,
  limit: number,
  parts: readonly Part[],
): readonly Finding[] {
  const sum = parts.reduce((total, { amount = 0 }) => total + amount, 0);
  // A thousandth of a core, as the sum of many, isn't told apart from rounding.
  if (sum <= limit * (1 + 1e-9)) return [];
  const largest = parts.toSorted((a, b) => (b.amount ?? 0) - (a.amount ?? 0));
  const named = largest
    .slice(0, NAMED)
    .map(({ share: { name, pods }, amount = 0 }) =>
      counted === 'pods'
        ? `${name} ${pods}`
        : `${name} ${shown(amount, counted)} with ${pods} pod${pods === 1 ? '' : 's'}`,
    );
  const others = parts.length - named.length;
  const message = [
    `got ${shown(limit, counted)}, and at the peak of all releases ${shown(sum, counted)} are needed: `,
    named.join(', '),
    others > 0 ? `, and ${others} more` : '',
    '; raise it, or lower replicas or surge',
  ].join('');
  return [findingOf('quota-exceeded', quota, { field: `spec.hard["${key}"]`, message }, 'warning')];
}

/** The API server refuses pods that don't say what a quota counts. */
function refused({ entry }: Share, key: string, counted: Counted): Finding {
  return findingOf('uncounted-by-quota', entry, {
    field: '',
    message: `has a container without ${counted}, which the quota of its namespace counts as '${key}': its pods are refused; add it, or a LimitRange with a default`,
  });
}

function amountOf({ pods, amounts }: Share, counted: Counted): number | undefined {
  return counted === 'pods' ? pods : amounts[counted];
}

/** Cores, pods, or a size. */
function shown(amount: number, counted: Counted): string {
  if (counted === 'pods' || counted.endsWith('.cpu'))
    return String(Math.round(amount * 1000) / 1000);
  return sizeOf(amount);
}
