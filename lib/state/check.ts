import { checkWhole } from '../autoscaling/check';
import { checkDuration } from '../kubernetes/duration';
import { checkDnsLabel } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import { textOf } from '../problem/report';
import { checkClaim } from './claim';
import { governingService, HEADLESS } from './plan';
import type { PodClaim, StatefulMicroserviceProps } from './spec';

/** The longest name of a pod that is also a label and a host: 63, less what stands before the number. */
const MAX_NAME = 63 - HEADLESS.length;

const RETENTIONS: readonly unknown[] = ['Retain', 'Delete', undefined];

/** Checks what a stateful microservice says beside what any microservice does. */
export function checkStateful(name: string, props: StatefulMicroserviceProps): readonly Problem[] {
  const { update, revisionHistoryLimit, podManagement, retention = {} } = props;
  const governing = governingService(name, props);
  return [
    ...(textOf(name).length <= MAX_NAME
      ? []
      : [wrongValue('name', name, `at most ${MAX_NAME} characters, for the Service ${governing}`)]),
    ...checkClaims(props),
    ...(governing !== name && Object.hasOwn(props.services ?? {}, governing)
      ? [wrongValue('services', governing, 'another name: it gives the pods their names')]
      : []),
    ...([undefined, 'ordered', 'parallel'].includes(podManagement)
      ? []
      : [wrongValue('podManagement', podManagement, "'ordered' or 'parallel'")]),
    ...checkUpdate(props, update),
    ...checkDuration('minReady', props.minReady),
    ...(revisionHistoryLimit === undefined
      ? []
      : checkWhole('revisionHistoryLimit', revisionHistoryLimit, 0)),
    ...Object.entries(retention)
      .filter(([, value]) => !RETENTIONS.includes(value))
      .map(([key, value]) => wrongValue(`retention.${key}`, value, "'Retain' or 'Delete'")),
  ];
}

function checkClaims({ claims = {}, volumes = {} }: StatefulMicroserviceProps): readonly Problem[] {
  return Object.entries<PodClaim>(claims).flatMap(([claim, spec]) => [
    ...checkDnsLabel('claims', claim),
    ...checkClaim(`claims.${claim}`, spec),
    ...(Object.hasOwn(volumes, claim)
      ? [wrongValue('volumes', claim, 'another name: a claim has this one')]
      : []),
  ]);
}

function checkUpdate(
  { replicas = 1 }: StatefulMicroserviceProps,
  update: StatefulMicroserviceProps['update'],
): readonly Problem[] {
  if (update === undefined || update === 'OnDelete') return [];
  if (typeof update !== 'object' || update === null)
    return [wrongValue('update', update, "'OnDelete', or { partition: 2 }")];
  const { partition } = update;
  const most = typeof replicas === 'number' ? replicas : replicas.max;
  const problems = checkWhole('update.partition', partition, 0);
  if (problems.length > 0 || partition <= most) return problems;
  return [wrongValue('update.partition', partition, `at most ${most}, the number of pods`)];
}
