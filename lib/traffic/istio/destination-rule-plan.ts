import type {
  DestinationRuleSpec,
  DestinationRuleSpecTrafficPolicy,
} from '../../../imports/networking.istio.io';
import type { Manifest } from '../../manifest/manifest';
import type { Wire } from '../../manifest/wire';
import { hostIn } from '../destination';
import { listOf, metadataOf, toManifest } from '../wire';
import type { DestinationRuleProps, SubsetSpec, TrafficPolicy } from './destination-rule-spec';

const DESTINATION_RULE = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
} as const;

/** A DestinationRule as plain data. The props have been checked before. */
export function planDestinationRule(
  name: string,
  props: DestinationRuleProps,
  namespace: string | undefined,
): Manifest {
  const { to, subsets = {}, trafficPolicy, workloadSelector, exportTo } = props;
  const entries: readonly (readonly [string, SubsetSpec])[] = Object.entries(subsets);
  const spec = {
    host: hostIn(to, namespace),
    exportTo: listOf(exportTo),
    workloadSelector: workloadSelector && { matchLabels: workloadSelector },
    trafficPolicy: planTrafficPolicy(trafficPolicy),
    subsets: listOf(
      entries.map(([subset, { labels, trafficPolicy: own }]) => ({
        name: subset,
        labels,
        trafficPolicy: planTrafficPolicy(own),
      })),
    ),
  } satisfies Wire<DestinationRuleSpec>;
  return toManifest(DESTINATION_RULE, metadataOf(name, props), spec);
}

function planTrafficPolicy(policy: TrafficPolicy | undefined) {
  if (policy === undefined) return undefined;
  const { portLevelSettings, ...all } = policy;
  return {
    ...all,
    portLevelSettings: listOf(
      portLevelSettings?.map(({ port, ...own }) => ({ port: { number: port.port }, ...own })),
    ),
  } satisfies Wire<DestinationRuleSpecTrafficPolicy>;
}
