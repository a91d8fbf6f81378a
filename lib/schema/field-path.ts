import type { JsonValue } from '../manifest/manifest';

const PLAIN = /^[A-Za-z_$][\w$-]*$/;

/**
 * Writes the steps from an object to a value as one writes a field: `spec.containers[0].image`, and a name
 * with a dot or a slash as `labels["a.b/c"]`.
 */
export function fieldPath(root: JsonValue, steps: readonly string[]): string {
  let value: unknown = root;
  let path = '';
  for (const step of steps) {
    path = Array.isArray(value) ? `${path}[${step}]` : member(path, step);
    value = childOf(value, step);
  }
  return path;
}

function member(path: string, name: string): string {
  if (!PLAIN.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

function childOf(value: unknown, step: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === step)?.[1];
}
