import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type PodGroup, recordPodGroup } from '../endpoint/call-graph';
import { Environment } from '../environment/environment';
import { findGatewayPods } from '../environment/ingress';
import { recommendedLabels } from '../kubernetes/labels';
import { setOutputFile } from '../manifest/output-file';
import { requireConstruct } from '../manifest/require';
import { reportProblems } from '../problem/report';
import { createPolicies } from './policies';
import { accessIn } from './spec';

/** Name of the policies. */
const NAME = 'acme-http01-solver';

/** What cert-manager gives the pods that answer, and where they listen. */
const SOLVER = {
  labels: { 'acme.cert-manager.io/http01-solver': 'true' },
  port: 8089,
} as const;

/**
 * Lets the environment's gateway reach the pods by which cert-manager proves a host (ACME, HTTP-01): they run in
 * the namespace of the Certificate, where nothing is open by itself. For certificates of a ClusterIssuer; with an
 * `Issuer` that works so, it is done already. Said twice, it counts once.
 * @param scope - the system in which certificates are asked for
 * @see https://cert-manager.io/docs/configuration/acme/http01/
 */
export function openAcmeSolvers(scope: Construct): void {
  requireConstruct('openAcmeSolvers()', scope, 'openAcmeSolvers(this)');
  const environment = Environment.find(scope);
  const chart = Chart.of(scope);
  if (environment === undefined || chart.node.tryFindChild(NAME) !== undefined) return;
  const solvers = new AcmeSolvers(chart, NAME);
  const { dialects } = accessIn(environment.spec);
  if (findGatewayPods(environment.spec) !== undefined || dialects.every((one) => one === 'istio'))
    return;
  reportProblems(solvers, [
    {
      field: 'access.gateway',
      message: `of environment '${environment.name}' is missing: name the pods that lead requests to those that prove a host`,
    },
  ]);
}

/** Holds the policies of pods that cert-manager starts. */
class AcmeSolvers extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    setOutputFile(this, 'acme-solvers.yaml');
    const group: PodGroup = {
      name: NAME,
      namespace: Chart.of(this).namespace,
      path: this.node.path,
      serviceAccount: 'default',
      labels: recommendedLabels({ name: NAME, component: 'certificates' }),
      selector: SOLVER.labels,
      openPorts: [{ port: SOLVER.port, protocol: 'TCP', to: 'gateway' }],
      probePorts: [],
      // cert-manager says so of each.
      inMesh: false,
      isShared: true,
    };
    recordPodGroup(this, group, []);
    createPolicies(this, group);
  }
}
