import { isFields } from '../../lib/manifest/fields';
import { checkCalls } from '../../lib/reachability/check';
import { type Loose, reach } from './manifests';
import { CALLS, policiesOf, shop } from './shop';

describe('every change of a policy', () => {
  const specs = policiesOf().filter(({ kind }) => kind === 'NetworkPolicy');
  const mutants = specs.flatMap((policy, index) =>
    mutantsOf(policy).map(([what, mutant]) => ({
      what: `${nameOf(policy)}: ${what}`,
      index,
      mutant,
    })),
  );

  it.each(mutants)('is found: $what', ({ index, mutant }) => {
    const changed = policiesOf().flatMap((policy, at) => (at === index ? mutant : [policy]));
    const reachability = reach(shop('qa', changed), { strangers: true });
    const layers = ['both', 'egress', 'ingress'] as const;
    expect(layers.flatMap((layer) => checkCalls(reachability, CALLS, layer))).not.toEqual([]);
  });

  it('comes in all kinds', () => {
    expect(mutants.length).toBe(27);
  });
});

function nameOf({ metadata }: Loose): string {
  return isFields(metadata) ? String(metadata.name) : '';
}

/** Drops the policy, widens its selector, adds an empty rule, and takes out or widens peers and ports. */
function mutantsOf(policy: Loose): readonly (readonly [string, readonly Loose[]])[] {
  const spec = isFields(policy.spec) ? policy.spec : {};
  const change = (fields: Loose) => [{ ...policy, spec: { ...spec, ...fields } }];
  const rules = (['ingress', 'egress'] as const).flatMap((key) => {
    const list: readonly unknown[] = Array.isArray(spec[key]) ? spec[key] : [];
    const [rule] = list;
    const peers = key === 'ingress' ? 'from' : 'to';
    const open = [[`an empty ${key} rule`, change({ [key]: [...list, {}] })] as const];
    if (!isFields(rule)) return open;
    return [
      ...open,
      [`no ${key} rule`, change({ [key]: [] })] as const,
      [`any ${key} peer`, change({ [key]: [{ ports: rule.ports }] })] as const,
      [`any ${key} port`, change({ [key]: [{ [peers]: rule[peers] }] })] as const,
    ];
  });
  const selector =
    JSON.stringify(spec.podSelector) === '{}'
      ? []
      : [['all pods', change({ podSelector: {} })] as const];
  return [['dropped', []], ...selector, ...rules];
}
