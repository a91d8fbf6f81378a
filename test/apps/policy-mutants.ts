import type { JsonObject, JsonValue, Manifest } from '../../lib/manifest/manifest';

/** A change to one NetworkPolicy; without a manifest it is dropped. */
export interface Mutant {
  readonly what: string;
  readonly manifest: Manifest | undefined;
}

/**
 * Drops a policy, widens its selector, takes out each port, peer and rule, and adds a rule that opens
 * everything. A list that is left empty names everything, too.
 */
export function mutantsOf(policy: Manifest): readonly Mutant[] {
  const spec = recordOf(policy.spec);
  const mutant = (what: string, fields: JsonObject): Mutant => ({
    what,
    manifest: { ...policy, spec: { ...spec, ...fields } },
  });
  return [
    { what: 'dropped', manifest: undefined },
    mutant('for all pods', { podSelector: {} }),
    ...DIRECTIONS.flatMap(([direction, peers]) => {
      const rules = listOf(spec[direction]);
      const change = (what: string, changed: readonly JsonValue[]) =>
        mutant(`${direction}${what}`, { [direction]: changed });
      const less = rules.flatMap((rule, index) =>
        [peers, 'ports'].flatMap((key) =>
          without(listOf(recordOf(rule)[key])).map((left, position) =>
            change(
              `[${index}] without ${key}[${position}]`,
              rules.with(index, { ...recordOf(rule), [key]: left }),
            ),
          ),
        ),
      );
      return [
        change(' with {}', [...rules, {}]),
        ...without(rules).map((left, index) => change(` without [${index}]`, left)),
        ...less,
      ];
    }),
  ];
}

const DIRECTIONS = [
  ['ingress', 'from'],
  ['egress', 'to'],
] as const;

/** The list once without each of its members. */
function without(list: readonly JsonValue[]): readonly (readonly JsonValue[])[] {
  return list.map((_, index) => list.toSpliced(index, 1));
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isList(value) ? value : [];
}

function recordOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
