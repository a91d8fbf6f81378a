import type * as kplus from 'cdk8s-plus-28';
import { checkDnsSubdomain, checkLabels } from '../kubernetes/names';
import { fieldsOf, isFields } from '../manifest/fields';
import { checkPorts, type Ports, portsOf } from '../pod/ports';
import { type Problem, wrongValue } from '../problem/problem';
import { checkShape } from '../shape/check';
import { checkCount } from './options';
import { checkRolloutRelease, type RolloutRelease } from './release';
import type { RolloutProps, WorkloadPlan } from './rollout-workload';

/** Checks what a Rollout's props look like, before anyone reads them. */
export function checkRolloutForm(props: RolloutProps): readonly Problem[] {
  const problems = checkShape('RolloutProps', '', props);
  if (problems.length > 0 || props.deployment === undefined) return problems;
  return checkDeployment('deployment', props.deployment);
}

function checkDeployment(field: string, deployment: unknown): readonly Problem[] {
  const { node, podMetadata, progressDeadline } = fieldsOf(deployment);
  if (podMetadata === undefined || progressDeadline === undefined)
    return [wrongValue(field, kindOf(deployment), 'a Deployment of cdk8s-plus')];
  return isFields(node) && node.defaultChild === undefined
    ? [{ field, message: 'has given its pods to another Rollout: keep one of the two' }]
    : [];
}

/** A construct as JSON goes on without an end. */
function kindOf(value: unknown): unknown {
  return isFields(value) ? value.constructor.name : value;
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
    ...checkNoHostPorts('ports', props.ports),
    ...checkRolloutRelease('strategy', withTimes(props.strategy, deployment), {
      name,
      replicas,
      selector,
    }),
  ];
}

/** The ports are those of Services; what containers have, their pods say. */
function checkNoHostPorts(field: string, ports: Ports<string> | undefined): readonly Problem[] {
  return portsOf(ports).flatMap(({ name, hostPort }) =>
    hostPort === undefined
      ? []
      : [wrongValue(`${field}.${name}.hostPort`, hostPort, 'none: the pods say it themselves')],
  );
}

/** The controller refuses pods that the selector doesn't select. */
function checkTemplate(
  { metadata, spec }: kplus.k8s.PodTemplateSpec,
  selector: WorkloadPlan['selector'],
): readonly Problem[] {
  const labels = metadata?.labels ?? {};
  const containers: unknown = spec?.containers;
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
    ...(Array.isArray(containers)
      ? []
      : [wrongValue('template.spec.containers', containers, 'a list: [ ... ]')]),
    ...(Array.isArray(containers) && containers.length === 0
      ? [{ field: 'template.spec.containers', message: 'is empty: add one' }]
      : []),
  ];
}

/** The times of a Deployment hold where the strategy says nothing. */
function withTimes(
  strategy: RolloutRelease,
  deployment: kplus.Deployment | undefined,
): RolloutRelease {
  if (deployment === undefined || !isFields(strategy)) return strategy;
  const { minReady, progressDeadline } = deployment;
  return {
    ...strategy,
    minReady: strategy.minReady ?? `${minReady.toSeconds()}s`,
    progressDeadline: strategy.progressDeadline ?? `${progressDeadline.toSeconds()}s`,
  };
}
