import { checkCidr } from '../../kubernetes/cidr';
import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';
import { type Problem, wrongValue } from '../../problem/problem';
import { kindOf } from '../objects';

type CheckValues = (manifest: Manifest) => readonly Problem[];

/** What is refused, and no schema tells, by kind. */
const CHECKS: ReadonlyMap<string, CheckValues> = new Map<string, CheckValues>([
  ['Namespace', checkPodSecurity],
  ['networking.k8s.io/NetworkPolicy', checkBlocks],
  ['argoproj.io/Rollout', checkWeights],
]);

/** Finds values that the API server or a kind's controller refuses, although they fit the schema. */
export function checkValues(manifest: Manifest): readonly Problem[] {
  return CHECKS.get(kindOf(manifest))?.(manifest) ?? NONE;
}

const NONE: readonly Problem[] = [];

const LEVELS = ['privileged', 'baseline', 'restricted'];
const LEVEL_LABELS = ['enforce', 'audit', 'warn'].map(
  (mode) => `pod-security.kubernetes.io/${mode}`,
);

function checkPodSecurity({ metadata }: Manifest): readonly Problem[] {
  const labels = fieldsOf(metadata.labels);
  return LEVEL_LABELS.flatMap((label) => {
    const level = findText(labels[label]);
    return level === undefined || LEVELS.includes(level)
      ? []
      : [wrongValue(`metadata.labels["${label}"]`, level, LEVELS.join(', '))];
  });
}

function checkBlocks({ spec }: Manifest): readonly Problem[] {
  const { ingress, egress } = fieldsOf(spec);
  return [
    ...checkPeers('spec.ingress', ingress, 'from'),
    ...checkPeers('spec.egress', egress, 'to'),
  ];
}

function checkPeers(field: string, rules: unknown, side: 'from' | 'to'): readonly Problem[] {
  return itemsOf(rules).flatMap((rule, index) =>
    itemsOf(fieldsOf(rule)[side]).flatMap((peer, number) => {
      const { ipBlock } = fieldsOf(peer);
      if (ipBlock === undefined) return NONE;
      const { cidr, except } = fieldsOf(ipBlock);
      const at = `${field}[${index}].${side}[${number}].ipBlock`;
      return [
        ...checkBlock(`${at}.cidr`, cidr),
        ...itemsOf(except).flatMap((one, place) => checkBlock(`${at}.except[${place}]`, one)),
      ];
    }),
  );
}

/** What is no text is told by the schema. */
function checkBlock(field: string, cidr: unknown): readonly Problem[] {
  return typeof cidr === 'string' ? checkCidr(field, cidr) : NONE;
}

function checkWeights({ spec }: Manifest): readonly Problem[] {
  const { steps, trafficRouting } = fieldsOf(fieldsOf(fieldsOf(spec).strategy).canary);
  const { maxTrafficWeight } = fieldsOf(trafficRouting);
  const most = typeof maxTrafficWeight === 'number' ? maxTrafficWeight : 100;
  return itemsOf(steps).flatMap((step, index) => {
    const { setWeight } = fieldsOf(step);
    return typeof setWeight !== 'number' || (setWeight >= 0 && setWeight <= most)
      ? NONE
      : [wrongValue(`spec.strategy.canary.steps[${index}].setWeight`, setWeight, `0 to ${most}`)];
  });
}
