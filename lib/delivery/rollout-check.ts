import type * as kplus from 'cdk8s-plus-28';
import { checkDnsSubdomain, checkLabels } from '../kubernetes/names';
import { checkPorts } from '../pod/ports';
import { ANYTHING, type Form, listOf, mapOf, objectOf, oneOf, only, TEXT } from '../problem/form';
import { type Problem, wrongValue } from '../problem/problem';
import { isMap } from '../problem/shape';
import { checkCount } from './options';
import { checkRolloutRelease, type RolloutRelease } from './release';
import type { RolloutProps, WorkloadPlan } from './rollout-workload';

const SCALE_DOWN = oneOf('never', 'onsuccess', 'progressively');

const DEPLOYMENT: Form = (field, value) => {
  if (!isMap(value) || !('podMetadata' in value) || !('progressDeadline' in value))
    return [wrongValue(field, kindOf(value), 'a Deployment of cdk8s-plus')];
  return isMap(value.node) && value.node.defaultChild === undefined
    ? [{ field, message: 'has given its pods to another Rollout: keep one of the two' }]
    : [];
};

/** A construct as JSON goes on without an end. */
function kindOf(value: unknown): unknown {
  return isMap(value) ? value.constructor.name : value;
}

const COMMON = {
  strategy: ANYTHING,
  ports: mapOf(
    only(
      'a number, or { port: ... }',
      (value) => typeof value === 'number' || (isMap(value) && 'port' in value),
    ),
  ),
};

const OWN = {
  ...COMMON,
  name: TEXT,
  labels: mapOf(TEXT),
  annotations: mapOf(TEXT),
  replicas: ANYTHING,
  selector: mapOf(TEXT),
};

const TEMPLATE = objectOf({ metadata: ANYTHING, spec: ANYTHING }, 'metadata', 'spec');

const REFERENCE = objectOf(
  { apiVersion: TEXT, kind: TEXT, name: TEXT, scaleDown: SCALE_DOWN },
  'name',
);

/** Pods are told in one of three ways. */
const WAYS = ['template', 'workloadRef', 'deployment'] as const;

/** Checks what a Rollout's props look like, before anyone reads them. */
export function checkRolloutForm(props: unknown): readonly Problem[] {
  if (!isMap(props)) return [wrongValue('', props, "a Rollout's props: { selector, ... }")];
  const ways = WAYS.filter((way) => props[way] !== undefined);
  const [way] = ways;
  if (way === undefined || ways.length > 1)
    return [wrongValue('', ways.join(' and ') || 'no pods', `exactly one of ${WAYS.join(', ')}`)];
  const { [way]: value, ...others } = props;
  const form =
    way === 'deployment'
      ? objectOf({ ...COMMON, deployment: DEPLOYMENT, scaleDown: SCALE_DOWN })
      : objectOf({ ...OWN, template: TEMPLATE, workloadRef: REFERENCE }, 'selector');
  // The fields of the whole are named as users write them.
  return form('', { ...others, [way]: value }).map((problem) => ({
    ...problem,
    field: problem.field.replace(/^\./, ''),
  }));
}

/** Checks a Rollout whose props have been looked at. */
export function checkRollout(
  props: RolloutProps,
  { name, replicas, selector }: WorkloadPlan,
): readonly Problem[] {
  const { template, workloadRef, deployment } = props;
  return [
    ...checkDnsSubdomain('name', name),
    ...checkCount('replicas', replicas, 0),
    ...checkLabels('selector', selector),
    ...(Object.keys(selector).length === 0
      ? [{ field: 'selector', message: 'is empty: name at least one label of the pods' }]
      : []),
    ...(template === undefined ? [] : checkTemplate(template, selector)),
    ...(workloadRef === undefined ? [] : checkDnsSubdomain('workloadRef.name', workloadRef.name)),
    ...checkPorts('ports', props.ports),
    ...checkRolloutRelease('strategy', withTimes(props.strategy, deployment), {
      name,
      replicas,
      selector,
    }),
  ];
}

/** The controller refuses pods that the selector doesn't select. */
function checkTemplate(
  { metadata, spec }: kplus.k8s.PodTemplateSpec,
  selector: WorkloadPlan['selector'],
): readonly Problem[] {
  const labels = metadata?.labels ?? {};
  const problems = listOf(ANYTHING)('template.spec.containers', spec?.containers);
  return [
    ...Object.entries(selector)
      .filter(([key, value]) => labels[key] !== value)
      .map(([key, value]) =>
        wrongValue(
          `template.metadata.labels.${key}`,
          labels[key],
          `'${value}', as selector has it`,
        ),
      ),
    ...problems,
    ...(problems.length === 0 && spec?.containers.length === 0
      ? [{ field: 'template.spec.containers', message: 'is empty: add one' }]
      : []),
  ];
}

/** The times of a Deployment hold where the strategy says nothing. */
function withTimes(
  strategy: RolloutRelease,
  deployment: kplus.Deployment | undefined,
): RolloutRelease {
  if (deployment === undefined || !isMap(strategy)) return strategy;
  const { minReady, progressDeadline } = deployment;
  return {
    ...strategy,
    minReady: strategy.minReady ?? `${minReady.toSeconds()}s`,
    progressDeadline: strategy.progressDeadline ?? `${progressDeadline.toSeconds()}s`,
  };
}
