import { checkDnsLabel, checkLabels, checkPortNumber } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkDestination, hostIn } from '../destination';
import {
  checkDistinct,
  checkEach,
  checkMembers,
  checkObject,
  checkOptional,
  checkPercentage,
  checkWhole,
} from '../values';
import type { DestinationRuleProps, SubsetSpec, TrafficPolicy } from './destination-rule-spec';
import { checkExportTo } from './gateway-name';
import { checkPortPolicy } from './traffic-policy-check';

/** Checks a DestinationRule. */
export function checkDestinationRule(
  name: string,
  props: DestinationRuleProps,
): readonly Problem[] {
  const { to, subsets = {}, trafficPolicy, workloadSelector = {}, exportTo } = props;
  const checkPolicy = (field: string, policy: TrafficPolicy) =>
    checkTrafficPolicy(field, policy, to);
  return [
    ...checkObject(name, props),
    ...checkDestination('to', to),
    ...checkExportTo('exportTo', exportTo),
    ...checkLabels('workloadSelector', workloadSelector),
    ...checkOptional('trafficPolicy', trafficPolicy, checkPolicy),
    ...Object.keys(subsets).flatMap((subset) => checkDnsLabel('subsets', subset)),
    ...checkMembers('subsets', subsets, (field, { labels, trafficPolicy: own }: SubsetSpec) => [
      ...checkLabels(`${field}.labels`, labels ?? {}),
      ...checkOptional(`${field}.trafficPolicy`, own, checkPolicy),
    ]),
  ];
}

function checkTrafficPolicy(
  field: string,
  policy: TrafficPolicy,
  to: DestinationRuleProps['to'],
): readonly Problem[] {
  const { portLevelSettings = [], tunnel, retryBudget } = policy;
  const host = hostIn(to, undefined);
  return [
    ...checkPortPolicy(field, policy),
    ...checkEach(`${field}.portLevelSettings`, portLevelSettings, checkPortPolicy),
    ...checkEach(`${field}.portLevelSettings`, portLevelSettings, (place, { port }) =>
      hostIn(port, undefined) === host
        ? []
        : [wrongValue(`${place}.port`, hostIn(port, undefined), `endpoints of ${host}`)],
    ),
    ...checkDistinct(
      `${field}.portLevelSettings`,
      portLevelSettings.map(({ port }) => String(port.port)),
    ),
    ...checkOptional(`${field}.tunnel.targetPort`, tunnel?.targetPort, checkPortNumber),
    ...checkPercentage(`${field}.retryBudget.percent`, retryBudget?.percent),
    ...checkWhole(`${field}.retryBudget.minRetryConcurrency`, retryBudget?.minRetryConcurrency, 0),
  ];
}
