import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { createAnalysisAccess, findAnalysisMesh } from '../access/analysis';
import { Environment } from '../environment/environment';
import { checkDnsSubdomain, checkLabels } from '../kubernetes/names';
import type { Manifest } from '../manifest/manifest';
import { ManifestObject } from '../manifest/manifest-object';
import { podSelectorConfig, scalingTarget } from '../pod/peer';
import { type Ports, portsOf } from '../pod/ports';
import { freeId, reportProblems } from '../problem/report';
import type { ControllerOwned, RolloutContext } from './context';
import { checkCount } from './options';
import { checkRelease, type RolloutRelease } from './release';
import { planReferringRollout, planRollout, ROLLOUT, type RolloutPlan } from './rollout-plan';
import {
  type DeploymentWorkload,
  planRolloutWorkload,
  type RolloutWorkload,
  type WorkloadPlan,
} from './rollout-workload';

/** What any Rollout says, whatever its pods are. */
export interface RolloutStrategy {
  /** How a new version replaces the old one: `canary()` or `blueGreen()`. */
  readonly strategy: RolloutRelease;
  /** Ports of its Services, for a router. @default one for HTTP */
  readonly ports?: Ports<string>;
}

/** A strategy, and the pods that it is for. */
export type RolloutProps = RolloutStrategy & RolloutWorkload;

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
    if (props.scaleDown === undefined)
      deployment.node.tryRemoveChild(ApiObject.of(deployment).node.id);
    return rollout;
  }

  /** Name of the object. */
  readonly name: string;
  /** The object. Undefined when something is wrong. */
  readonly object: ApiObject | undefined;
  /** Whether an autoscaler decides on the number of pods. */
  hasAutoscaler = false;
  private readonly workload: WorkloadPlan;
  private readonly plan: RolloutPlan | undefined;

  constructor(scope: Construct, id: string, props: RolloutProps) {
    super(scope, freeId(scope, id));
    const workload = planRolloutWorkload(id, props);
    this.workload = workload;
    this.name = workload.name;
    const { name, replicas, selector } = workload;
    const problems = [
      ...checkDnsSubdomain('name', name),
      ...checkCount('replicas', replicas, 0),
      ...checkLabels('selector', selector),
      ...(Object.keys(selector).length === 0
        ? [{ field: 'selector', message: 'is empty: name at least one label of the pods' }]
        : []),
      ...checkRelease('strategy', props.strategy, { name, replicas, selector }),
    ];
    reportProblems(this, problems);
    if (problems.length > 0) return;
    const context = contextOf(this, workload, props.ports);
    const planFrom = (deployment: Manifest) =>
      planOf(deployment, props.strategy, context, workload);
    this.plan = planFrom(workload.outline);
    const { spec: _, ...outline } = this.plan.rollout;
    this.object = new ManifestObject(
      this,
      `Rollout-${name}`,
      { ...ROLLOUT, metadata: outline.metadata },
      {
        spec: () => planFrom(workload.whole()).rollout.spec,
      },
    );
    for (const manifest of this.plan.manifests)
      new ManifestObject(this, `${manifest.kind}-${manifest.metadata.name}`, manifest);
    createAnalysisAccess(this, this.plan.analysisAccess);
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
