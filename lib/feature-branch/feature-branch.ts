import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { When } from '../environment/branches';
import { Environment } from '../environment/environment';
import { onArrival } from '../microservice/arrivals';
import { Microservice } from '../microservice/microservice';
import type { Problem } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { checkShape, judge, plainProps } from '../shape/check';
import { idIn } from '../shape/place';
import { checkBranch } from './check';
import type { FeatureBranchProps, VariantProps } from './spec';
import { BranchVariant, wrongBranchName } from './variant';

/** Stands for variants that are added when their microservices are there; what is missing is told elsewhere. */
export const LATER: readonly VariantProps[] = [];

/** Stands for what nobody could read; it has expired never. */
const UNREADABLE: FeatureBranchProps = { expires: '9999-12-31', microservices: LATER };

/**
 * A feature branch: variants of some microservices beside the main ones, `frontend-myfeature` beside
 * `frontend`. Requests that carry a header or a cookie go there, all others where they went, whoever calls.
 *
 * What stands in `envs/<env>.branches.json` is opened by the systems themselves; this is for branches as
 * code. Mistakes don't throw: they are reported when the tree is synthesized.
 */
export class FeatureBranch extends Construct {
  readonly name: string;
  /** The last day on which it is wanted. */
  readonly expires: string;
  private readonly when: When | undefined;
  private count = 0;

  constructor(scope: Construct, name: string, given: FeatureBranchProps) {
    super(scope, idIn('FeatureBranch', scope, name, 'FeatureBranch'));
    const props = plainProps('FeatureBranch', given);
    this.name = name;
    const misshapen = checkShape('FeatureBranchProps', '', props);
    reportProblems(this, misshapen);
    const { expires, when, microservices } = misshapen.length > 0 ? UNREADABLE : props;
    this.expires = expires;
    this.when = when;
    if (misshapen.length > 0) return;
    reportProblems(this, checkBranch(name, props, Environment.find(this)?.spec));
    onArrival(Chart.of(this), (arrived) => {
      if (arrived instanceof Microservice) this.makeWay(arrived);
    });
    this.add(...microservices);
    if (microservices !== LATER) this.node.addValidation({ validate: () => this.checkAny() });
  }

  /** Adds variants of microservices that are created after it. */
  add(...variants: readonly VariantProps[]): void {
    for (const variant of variants) {
      const wrong = checkVariant(`microservices[${this.count++}]`, variant);
      reportProblems(this, wrong);
      if (wrong.length === 0) new BranchVariant(this, this.name, variant, this.when);
    }
  }

  private checkAny(): string[] {
    return this.count > 0 ? [] : ['microservices: is empty: name at least one'];
  }

  /** Objects of the same names would each be one more problem. */
  private makeWay({ name, node }: Microservice<string>): void {
    if (this.node.tryRemoveChild(name)) reportProblems(this, [wrongBranchName(name, node.path)]);
  }
}

function checkVariant(field: string, variant: VariantProps): readonly Problem[] {
  return judge({ problems: checkShape('VariantProps', field, variant) }, () =>
    variant.of instanceof Microservice
      ? []
      : [{ field: `${field}.of`, message: 'got an object, allowed a Microservice' }],
  );
}
