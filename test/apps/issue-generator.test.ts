import '../../lib/testing/jest';
import { arrayWith, Manifests, type Pattern } from '../../lib/testing';
import { loadMain } from './main-app';

const all = Manifests.of(loadMain().root);

describe.each(['qa', 'e2e', 'stage', 'prod'])('the issue generator in %s', (name) => {
  const generator = all.below(`${name}/issue-generator`);

  test('answers at 3100 for pods that listen on 8088', () => {
    expect(generator).toContainManifest('Service', 'issue-generator', {
      spec: { ports: [{ port: 3100, targetPort: 'http' }] },
    });
    expect(generator).toContainManifest('Rollout', 'issue-generator', {
      spec: {
        replicas: 1,
        revisionHistoryLimit: 2,
        template: {
          spec: {
            containers: [
              {
                image: 'docker.io/opsmxdev/issuegen:1.2.5',
                ports: [{ name: 'http', containerPort: 8088 }],
              },
            ],
          },
        },
      },
    });
  });

  test('has a pod of each version compared before the new one gets any requests', () => {
    const args: readonly Pattern[] = [
      { name: 'experiment-hash', valueFrom: { podTemplateHashValue: 'Latest' } },
      { name: 'baseline-hash', value: '{{templates.baseline.podTemplateHash}}' },
      { name: 'canary-hash', value: '{{templates.canary.podTemplateHash}}' },
    ];
    expect(generator).toContainManifest('Rollout', 'issue-generator', {
      spec: {
        strategy: {
          canary: {
            steps: [
              {
                experiment: {
                  templates: [
                    { name: 'baseline', specRef: 'stable' },
                    { name: 'canary', specRef: 'canary' },
                  ],
                  analyses: [
                    { templateName: 'verify', requiredForCompletion: true, args: arrayWith(args) },
                  ],
                },
              },
            ],
          },
        },
      },
    });
  });

  test('has the comparison done by a Job that is tried once', () => {
    const env = [
      { name: 'EXPERIMENT_HASH', value: '{{args.experiment-hash}}' },
      { name: 'BASELINE_HASH', value: '{{args.baseline-hash}}' },
      { name: 'CANARY_HASH', value: '{{args.canary-hash}}' },
      { name: 'LIFETIME_HOURS', value: '0.05' },
      { name: 'LOG_ENABLED', value: 'false' },
    ];
    expect(generator).toContainManifest('AnalysisTemplate', 'verify', {
      spec: {
        metrics: [
          {
            count: 1,
            provider: {
              job: {
                spec: {
                  backoffLimit: 0,
                  template: {
                    spec: {
                      restartPolicy: 'Never',
                      containers: [{ image: 'opsmx11/verifyjob:v5', env }],
                    },
                  },
                },
              },
            },
          },
        ],
      },
    });
  });
});
