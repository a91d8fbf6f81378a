import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { createAnalysisAccess, findAnalysisMesh } from '../access/analysis';
import { Environment } from '../environment/environment';
import type { Manifest } from '../manifest/manifest';
import { createObject, type ManifestObject } from '../manifest/manifest-object';
import { podSelectorConfig, scalingTarget } from '../pod/peer';
import { type Ports, portsOf } from '../pod/ports';
import { wrongValue } from '../problem/problem';
import { reportProblems, textOf } from '../problem/report';
import { idIn } from '../shape/place';
import type { ControllerOwned, RolloutContext } from './context';
import type { RolloutRelease } from './release';
import { checkRollout, checkRolloutForm } from './rollout-check';
import { planReferringRollout, planRollout, ROLLOUT, type RolloutPlan } from './rollout-plan';
import {
  type DeploymentWorkload,
  planRolloutWorkload,
  type RolloutProps,
  type RolloutStrategy,
  type RolloutWorkload,
  type WorkloadPlan,
} from './rollout-workload';
import { findObject } from './wire';

/**
 * Argo Rollouts' Rollout, and what its strategy's router and analyses need. Works in any cdk8s chart; the
 * Services that the strategy names are for the chart to make. It is a cdk8s-plus pod selector,
 * network-policy peer and scaling target, too.
 * Mistakes in it don't throw: they are reported when the tree is synthesized.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/specification/
 */
export class Rollout
  extends Construct
  implements kplus.IPodSelector, kplus.INetworkPolicyPeer, kplus.IScalable
{
  /**
   * A Rollout in the place of a cdk8s-plus Deployment, with its name, selector and pods. What selects the
   * Deployment's pods selects the Rollout's; an autoscaler has to be given the Rollout.
   */
  static fromDeployment(
    deployment: kplus.Deployment,
    props: RolloutStrategy & Pick<DeploymentWorkload, 'scaleDown'>,
  ): Rollout {
    const rollout = new Rollout(deployment, 'Rollout', { ...props, deployment });
    if (props.scaleDown === undefined && rollout.object !== undefined)
      deployment.node.tryRemoveChild(ApiObject.of(deployment).node.id);
    return rollout;
  }

  /** Name of the object. */
  readonly name: string;
  /** The object. Undefined when something is wrong. */
  readonly object: ManifestObject | undefined;
  /** Whether an autoscaler decides on the number of pods. */
  hasAutoscaler = false;
  private readonly workload: WorkloadPlan;
  private readonly plan: RolloutPlan | undefined;

  constructor(scope: Construct, id: string, props: RolloutProps) {
    super(scope, idIn('Rollout', scope, id));
    const misshapen = [
      ...(typeof id === 'string' ? [] : [wrongValue('id', id, 'text')]),
      ...checkRolloutForm(props),
    ];
    const workload = planRolloutWorkload(textOf(id), misshapen.length > 0 ? NO_WORKLOAD : props);
    this.workload = workload;
    this.name = workload.name;
    const problems = misshapen.length > 0 ? misshapen : checkRollout(props, workload);
    reportProblems(this, problems);
    if (problems.length > 0) return;
    const context = contextOf(this, workload, props.ports);
    const planFrom = (deployment: Manifest) =>
      planOf(deployment, props.strategy, context, workload);
    this.plan = planFrom(workload.outline);
    const { spec: _, ...outline } = this.plan.rollout;
    this.object = createObject(
      this,
      { ...ROLLOUT, metadata: outline.metadata },
      {
        spec: () => planFrom(workload.whole()).rollout.spec,
      },
    );
    if (props.deployment !== undefined) this.follow(props.deployment);
    for (const manifest of this.plan.manifests) createObject(this, manifest);
    createAnalysisAccess(this, this.plan.analysisAccess);
  }

  /** Takes over what a Deployment is given later, and tells of what goes on to scale it. */
  private follow(deployment: kplus.Deployment): void {
    this.object?.amend((manifest) => ({
      ...manifest,
      metadata: joinMetadata(this.workload.whole().metadata, manifest.metadata),
    }));
    this.node.addValidation({
      validate: () =>
        deployment.hasAutoscaler
          ? [
              'an autoscaler has the Deployment for its target, whose pods are those of the Rollout: give it the Rollout',
            ]
          : [],
    });
  }

  /** What controllers write while it runs, and whoever compares it with the manifests has to leave alone. */
  get controllerOwned(): readonly ControllerOwned[] {
    const { name, hasAutoscaler } = this;
    return [
      ...(hasAutoscaler
        ? [{ group: 'argoproj.io', kind: ROLLOUT.kind, name, fields: ['.spec.replicas'] }]
        : []),
      ...(this.plan?.controllerOwned ?? []),
    ];
  }

  /** Called by a cdk8s-plus autoscaler: gives up the fixed number of pods. */
  markHasAutoscaler(): void {
    if (this.hasAutoscaler)
      reportProblems(this, [
        {
          field: 'replicas',
          message: 'is decided by two autoscalers, which would work against each other: keep one',
        },
      ]);
    this.hasAutoscaler = true;
    if (this.workload.replicas !== undefined)
      this.object?.addJsonPatch(JsonPatch.remove('/spec/replicas'));
  }

  toScalingTarget(): kplus.ScalingTarget {
    const { name, replicas, containers } = this.workload;
    const fixed = this.hasAutoscaler ? undefined : replicas;
    return scalingTarget({ ...ROLLOUT, name }, containers(), fixed);
  }

  toPodSelectorConfig(): kplus.PodSelectorConfig {
    return podSelectorConfig(this.workload.selector, Chart.of(this).namespace);
  }

  toPodSelector(): kplus.IPodSelector {
    return this;
  }

  toNetworkPolicyPeerConfig(): kplus.NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }
}

/** What stands in the place of pods that nobody could read. */
const NO_WORKLOAD: RolloutWorkload = { selector: {}, template: {} };

/** The second one's fields, and the first one's labels and annotations beside those of the second. */
function joinMetadata(
  first: Manifest['metadata'],
  second: Manifest['metadata'],
): Manifest['metadata'] {
  const joined = (['labels', 'annotations'] as const).flatMap((key) => {
    const all = { ...findObject(first, key), ...findObject(second, key) };
    return Object.keys(all).length === 0 ? [] : [[key, all] as const];
  });
  return { ...second, ...Object.fromEntries(joined) };
}

function contextOf(
  construct: Construct,
  { name, labels, selector }: WorkloadPlan,
  ports: Ports<string> | undefined,
): RolloutContext {
  const { namespace } = Chart.of(construct);
  const mesh = findAnalysisMesh(Environment.find(construct)?.spec);
  return { name, namespace, labels, selector, ports: portsOf(ports), mesh };
}

function planOf(
  deployment: Manifest,
  strategy: RolloutRelease,
  context: RolloutContext,
  { reference }: WorkloadPlan,
): RolloutPlan {
  return reference === undefined
    ? planRollout(deployment, strategy, context)
    : planReferringRollout(deployment, strategy, context, reference);
}
