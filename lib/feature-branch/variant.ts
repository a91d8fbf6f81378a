import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { reportCalls } from '../access/call-check';
import { createPolicies } from '../access/policies';
import { recordVariant } from '../endpoint/call-graph';
import { conditionsOf, type When } from '../environment/branches';
import { createObject } from '../manifest/manifest-object';
import { setOutputFile } from '../manifest/output-file';
import { endpointsOf, podGroupOf } from '../microservice/calls';
import { checkMicroservice } from '../microservice/check';
import { Microservice } from '../microservice/microservice';
import { manifestsOf, planMicroservice } from '../microservice/plan';
import { type Problem, wrongValue } from '../problem/problem';
import { freeId, reportProblems } from '../problem/report';
import { checkWhen } from './condition-check';
import { planBranchExposure } from './exposure';
import type { BranchRoute } from './routes';
import { addBranchRoute } from './routing';
import { checkBranchRoute } from './routing-check';
import type { VariantProps } from './spec';
import { planVariant, type VariantPlan } from './variant-plan';

/**
 * A microservice's variant in a feature branch: pods and a Service of its own, under the same access, and
 * the rules by which requests go there. Mistakes don't throw: they are reported when the tree is synthesized.
 */
export class BranchVariant extends Construct {
  /** Of its Deployment and its Service: `frontend-myfeature`. */
  readonly name: string;

  /**
   * @param branch - name of the branch
   * @param when - which requests it gets where it doesn't say so itself
   */
  constructor(scope: Construct, branch: string, variant: VariantProps, when: When | undefined) {
    const name = `${variant.of.name}-${branch}`;
    super(scope, freeId(scope, name));
    this.name = name;
    setOutputFile(this, `${name}.yaml`);
    // What is wrong with the microservice itself is told there.
    if (variant.of.workload === undefined || this.node.id !== name) return;
    const route = { branch, service: name, conditions: conditionsOf(variant.when ?? when) };
    const plan = planVariant(name, branch, variant);
    const problems = this.check(plan, variant, route);
    reportProblems(this, problems);
    if (problems.length === 0) this.createObjects(plan, variant, route);
  }

  private check(
    { props, context }: VariantPlan,
    { of, when }: VariantProps,
    route: BranchRoute,
  ): readonly Problem[] {
    return [
      ...checkWhen('when', when),
      // As a number of pods it is one, but requests would go there all the same.
      ...(props.replicas === 0 ? [NO_PODS] : []),
      ...(route.conditions.length > 0 || when !== undefined ? [] : [NO_CONDITION]),
      ...checkMicroservice(props, context),
      ...this.checkName(of),
      ...checkBranchRoute(of, route),
    ];
  }

  /** A microservice or a Service of this name would share what it is found by. */
  private checkName(of: Microservice<string>): readonly Problem[] {
    const beside = Chart.of(of).node.findAll();
    const other = beside.find(
      (construct) =>
        (construct instanceof Microservice ||
          (ApiObject.isApiObject(construct) && construct.kind === 'Service')) &&
        construct.name === this.name,
    );
    return other === undefined ? [] : [wrongBranchName(this.name, other.node.path)];
  }

  private createObjects(plan: VariantPlan, { of }: VariantProps, route: BranchRoute): void {
    const { props, context } = plan;
    const { exposed } = of.props;
    const group = podGroupOf(this.node.path, { ...props, exposed }, context);
    recordVariant(this, group, of, endpointsOf(props));
    reportCalls(this);
    for (const manifest of [
      ...manifestsOf(planMicroservice(props, context, context.image ?? '')),
      ...planBranchExposure(plan, exposed, route),
    ])
      createObject(this, manifest);
    createPolicies(this, group);
    addBranchRoute(of, route);
  }
}

const NO_CONDITION: Problem = {
  field: 'when',
  message: "is missing: say which requests go there: { cookie: 'user', exact: 'myfeature' }",
};

const NO_PODS: Problem = {
  field: 'replicas',
  message: 'got 0, allowed 1 or more: requests of the branch would find no pod; close it instead',
};

/** That a microservice has the name which a variant would have. */
export function wrongBranchName(name: string, path: string): Problem {
  return wrongValue(
    'name',
    name,
    `a name of its own, and [${path}] has this one: rename the branch`,
  );
}
