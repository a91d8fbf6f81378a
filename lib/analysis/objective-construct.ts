import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ManifestObject } from '../manifest/manifest-object';
import { freeId, reportProblems } from '../problem/report';
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

  constructor(scope: Construct, id: string, props: ObjectiveAlertsProps) {
    super(scope, freeId(scope, id));
    const { objective, workload, namespace = Chart.of(this).namespace } = props;
    const target = { workload, namespace };
    const problems = objective.check(target);
    reportProblems(this, problems);
    if (problems.length > 0) return;
    this.object = new ManifestObject(this, 'PrometheusRule', objective.alerts(target, props));
  }
}
