import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ManifestObject } from '../manifest/manifest-object';
import { reportProblems } from '../problem/report';
import { judge, readProps } from '../shape/check';
import { idIn } from '../shape/place';
import type { AlertOptions } from './alerts';
import type { Objective } from './objective';

/** Whose objective alerts are about. */
export interface ObjectiveAlertsProps extends AlertOptions {
  readonly objective: Objective;
  /** Name of the Rollout or Deployment. */
  readonly workload: string;
  /** @default the chart's */
  readonly namespace?: string;
}

/** The alerts of an objective: a PrometheusRule for the Prometheus operator. */
export class ObjectiveAlerts extends Construct {
  /** Undefined when the objective is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, id: string, given: ObjectiveAlertsProps) {
    super(scope, idIn('ObjectiveAlerts', scope, id));
    const readable = readProps('ObjectiveAlerts', given);
    const { objective, workload, namespace = Chart.of(this).namespace } = readable.props;
    const target = { workload, namespace };
    const problems = judge(readable, () => objective.check(target));
    reportProblems(this, problems);
    if (problems.length > 0) return;
    this.object = new ManifestObject(
      this,
      'PrometheusRule',
      objective.alerts(target, readable.props),
    );
  }
}
