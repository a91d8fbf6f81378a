import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ServiceEndpoint } from '../../endpoint/endpoint';
import { wrongValue } from '../../problem/problem';
import { reportProblems } from '../../problem/report';
import { judgeProps, plainProps } from '../../shape/check';
import { idIn } from '../../shape/place';
import type { SubsetDestination } from '../destination';
import { createChecked } from '../object';
import { checkDestinationRule } from './destination-rule-check';
import { planDestinationRule } from './destination-rule-plan';
import type { DestinationRuleProps } from './destination-rule-spec';

/**
 * Istio's DestinationRule: how a destination is called, and which parts it has. Its id in the tree is its
 * kind and name. Mistakes don't throw: they are reported when the tree is synthesized.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export class DestinationRule<S extends string = never> extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;
  private readonly props: DestinationRuleProps<S>;

  constructor(scope: Construct, name: string, given: DestinationRuleProps<S>) {
    super(scope, idIn('DestinationRule', scope, name, 'DestinationRule'));
    const props = plainProps('DestinationRule', given);
    this.props = props;
    this.name = name;
    this.object = createChecked(
      this,
      judgeProps('DestinationRule', props, () => checkDestinationRule(name, props)),
      (namespace) => planDestinationRule(name, props, namespace),
    );
  }

  /**
   * One of its subsets as a destination. A name that isn't one of `subsets` doesn't compile.
   * @param port - another port of the same host. Default: the one of `to`
   */
  subset(name: S, port?: ServiceEndpoint): SubsetDestination {
    const { to, subsets } = this.props;
    const endpoint = port ?? to;
    const known = Object.keys(subsets ?? {});
    if (!known.includes(name)) {
      const allowed = known.map((one) => `'${one}'`).join(', ') || 'none: it has no subsets';
      reportProblems(this, [wrongValue('subset()', name, allowed)]);
    }
    if (port !== undefined && (to.kind !== 'service-endpoint' || port.path !== to.path))
      reportProblems(this, [
        wrongValue('subset()', port.service, 'an endpoint of the host that the rule is for'),
      ]);
    return { kind: 'subset', endpoint, subset: name };
  }
}
