import type { Environment } from '../envs';
import {
  AnalysisTemplate,
  allow,
  canary,
  experiment,
  latestHash,
  Microservice,
  required,
  System,
  tcpProbe,
} from '../lib';

/**
 * A program that makes mistakes on purpose. A new version runs beside a pod of the old one, and a Job has
 * both of them compared, by logs and metrics, before it gets any traffic.
 */
export class IssueGenerator extends System {
  constructor(environment: Environment) {
    super(environment, 'issue-generator');

    const verify = new AnalysisTemplate(this, 'verify', {
      args: { 'experiment-hash': required, 'baseline-hash': required, 'canary-hash': required },
      metrics: (args) => [
        {
          name: 'verify',
          count: 1,
          provider: {
            job: {
              image: 'opsmx11/verifyjob:v5',
              container: {
                env: {
                  EXPERIMENT_HASH: args['experiment-hash'],
                  BASELINE_HASH: args['baseline-hash'],
                  CANARY_HASH: args['canary-hash'],
                  LIFETIME_HOURS: '0.05',
                  LOG_ENABLED: 'false',
                },
                resources: { cpu: ['50m', '200m'], memory: ['64Mi', '128Mi'] },
              },
              pod: { securityContext: { runAsUser: 1000 } },
              // It looks for three minutes, LIFETIME_HOURS.
              takes: '3m',
              deadline: '10m',
            },
          },
        },
      ],
    });

    const generator = new Microservice(this, 'issue-generator', {
      ports: { http: { port: 3100, target: 8088 } },
      probes: { liveness: tcpProbe() },
      resources: { cpu: ['50m', '200m'], memory: ['128Mi', '256Mi'] },
      replicas: 1,
      pod: { securityContext: { runAsUser: 1000 } },
      release: canary({
        revisionHistoryLimit: 2,
        steps: [
          experiment({
            templates: { baseline: { specRef: 'stable' }, canary: { specRef: 'canary' } },
            analyses: {
              verify: {
                template: verify.use({
                  'experiment-hash': latestHash,
                  'baseline-hash': '{{templates.baseline.podTemplateHash}}',
                  'canary-hash': '{{templates.canary.podTemplateHash}}',
                }),
                requiredForCompletion: true,
              },
            },
          }),
        ],
      }),
    });
    if (environment.isProduction)
      allow(generator, 'one-replica', 'because nobody needs its mistakes all the time');
    // It is made before the program whose release it is part of.
    verify.addCalls(generator.endpoint('http'));
  }
}
