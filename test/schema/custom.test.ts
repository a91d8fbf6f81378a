import type { JsonObject } from '../../lib/manifest/manifest';
import { manifest, problems, rollout, withContainer } from './manifests';

describe('a Rollout', () => {
  const canary = (fields: JsonObject) => problems(rollout({ strategy: { canary: fields } }));

  test.each(['25%', 1])('accepts %j as surge', (maxSurge) => {
    expect(canary({ maxSurge })).toEqual([]);
  });

  test('rejects a fraction as surge', () => {
    expect(canary({ maxSurge: 0.25 })).toEqual([
      'spec.strategy.canary.maxSurge: got 0.25, allowed an integer or a string',
    ]);
  });

  test('accepts a pause of each form', () => {
    const pauses: JsonObject[] = [{ duration: '60s' }, { duration: 60 }, {}];
    expect(canary({ steps: pauses.map((pause) => ({ pause })) })).toEqual([]);
  });

  test('rejects a misspelt step', () => {
    expect(canary({ steps: [{ setWeight: 20 }, { setWieght: 40 }] })).toEqual([
      'spec.strategy.canary.steps[1].setWieght: unknown field, did you mean setWeight?',
    ]);
  });

  test('has its pods validated as any other', () => {
    expect(problems(rollout(withContainer({ imagePullPolice: 'Always' })))).toEqual([
      'spec.template.spec.containers[0].imagePullPolice: unknown field, did you mean imagePullPolicy?',
    ]);
  });
});

describe('an AnalysisTemplate', () => {
  test('has the pods of its jobs validated', () => {
    const template = { spec: { containers: [{ image: 'check:1.0.0' }] } };
    const metrics = [{ name: 'check', provider: { job: { spec: { template } } } }];
    const object = manifest('argoproj.io/v1alpha1', 'AnalysisTemplate', { spec: { metrics } });
    expect(problems(object)).toEqual([
      'spec.metrics[0].provider.job.spec.template.spec.containers[0].name: required field is missing',
    ]);
  });
});

describe.each(['v1', 'v1beta1', 'v1alpha3'])('a VirtualService of %s', (version) => {
  const http = (...routes: JsonObject[]) =>
    problems(
      manifest(`networking.istio.io/${version}`, 'VirtualService', {
        spec: { hosts: ['cart'], http: routes },
      }),
    );
  const route = [{ destination: { host: 'cart', subset: 'stable' }, weight: 100 }];

  test('fits with weighted routes', () => {
    expect(http({ name: 'primary', route, timeout: '5s' })).toEqual([]);
  });

  test('rejects two conditions in one', () => {
    expect(http({ route, match: [{ uri: { exact: '/', prefix: '/' } }] })).toEqual([
      'spec.http[0].match[0].uri: got exact and prefix, allowed at most one of exact, prefix, regex',
    ]);
  });

  test('rejects a destination without a host', () => {
    expect(http({ route: [{ destination: { subset: 'stable' } }] })).toEqual([
      'spec.http[0].route[0].destination.host: required field is missing',
    ]);
  });
});

describe('a PeerAuthentication', () => {
  test('rejects an unknown mode, and lists the modes', () => {
    const object = manifest('security.istio.io/v1', 'PeerAuthentication', {
      spec: { mtls: { mode: 'ON' } },
    });
    expect(problems(object)).toEqual([
      'spec.mtls.mode: got "ON", allowed UNSET, DISABLE, PERMISSIVE, STRICT',
    ]);
  });
});

describe('an Application', () => {
  const application = (fields: JsonObject) =>
    problems(
      manifest('argoproj.io/v1alpha1', 'Application', {
        spec: {
          project: 'qa',
          destination: { server: 'https://kubernetes.default.svc', namespace: 'shop-qa' },
          source: { repoURL: 'https://example.org/config.git', path: 'dist/qa/shop' },
          ...fields,
        },
      }),
    );

  test('fits with a sync policy', () => {
    const automated = { prune: true, selfHeal: true };
    expect(
      application({ syncPolicy: { automated, syncOptions: ['ServerSideApply=true'] } }),
    ).toEqual([]);
  });

  test('rejects a text for a boolean', () => {
    expect(application({ syncPolicy: { automated: { prune: 'yes' } } })).toEqual([
      'spec.syncPolicy.automated.prune: got "yes", allowed true or false',
    ]);
  });

  test('rejects a source without a repository', () => {
    expect(application({ source: { path: 'dist/qa/shop' } })).toEqual([
      'spec.source.repoURL: required field is missing',
    ]);
  });

  test('takes a time of creation that a Go program left open', () => {
    const metadata = { name: 'shop-qa', creationTimestamp: null };
    const object = manifest('v1', 'ConfigMap', { metadata });
    expect(problems(object)).toEqual([]);
  });
});
