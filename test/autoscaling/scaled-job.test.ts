import { join } from 'node:path';
import { App } from 'cdk8s';
import { cpuTrigger, redisTrigger } from '../../lib/autoscaling/trigger';
import { Environment } from '../../lib/environment/environment';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { fieldsOf } from '../../lib/manifest/fields';
import { Microservice } from '../../lib/microservice/microservice';
import { ScaledJob, type ScaledJobProps } from '../../lib/microservice/scaled-job';
import { secretKey } from '../../lib/pod/env';
import { validateManifest } from '../../lib/schema/validate';
import { System } from '../../lib/system/system';
import { emitYaml } from '../../lib/writer/yaml';
import { least } from '../microservice/chart';
import { manifestsOf, problemsOf } from '../render-tree';
import { qa } from '../shop';
import { expectYaml } from '../yaml-snapshot';

function shop(props: Partial<ScaledJobProps> = {}, spec: EnvironmentSpec = qa): Environment {
  const environment = new Environment(new App(), spec);
  const system = new System(environment, 'shop');
  const redis = new Microservice(system, 'redis', { ...least, ports: { redis: 6379 } });
  const address = redis.endpoint('redis');
  const auth = { secrets: { password: secretKey('redis', 'password') } };
  new ScaledJob(system, 'resize', {
    ...least,
    env: { REDIS: address },
    triggers: [redisTrigger({ address, listName: 'images', listLength: 1, auth })],
    ...props,
  });
  return environment;
}

function objects(environment: Environment, file = 'resize.yaml') {
  return manifestsOf(environment)
    .filter((entry) => entry.file.endsWith(`/${file}`))
    .map(({ manifest }) => manifest);
}

describe('a scaled Job', () => {
  const whole = () =>
    shop({
      max: 20,
      min: 1,
      pollingInterval: '10s',
      retries: 2,
      deadline: '1h',
      history: { successful: 3, failed: 5 },
      strategy: 'accurate',
    });

  test('has all that its pods need, and neither Deployment nor Service', () => {
    expectYaml(join(__dirname, 'snapshots/scaled-job.yaml'), emitYaml(objects(whole())));
  });

  test('is what the schemas allow', () => {
    expect(objects(whole()).flatMap(validateManifest)).toEqual([]);
  });

  test('is let through to what it calls, and so is who counts the work', () => {
    const policy = objects(shop(), 'redis.yaml').find(({ kind }) => kind === 'NetworkPolicy');
    const text = emitYaml(policy === undefined ? [] : [policy]);
    expect(text).toContain('app.kubernetes.io/name: resize');
    expect(text).toContain('app: keda-operator');
  });
});

describe('in a mesh', () => {
  const meshed: EnvironmentSpec = { ...qa, mesh: { kind: 'istio' } };

  /** Labels and annotations of the Jobs' pods. */
  function metadata(props: Partial<ScaledJobProps> = {}, spec = meshed) {
    const job = objects(shop(props, spec)).find(({ kind }) => kind === 'ScaledJob');
    const { template } = fieldsOf(fieldsOf(job?.spec).jobTargetRef);
    const { labels, annotations } = fieldsOf(fieldsOf(template).metadata);
    return { inject: fieldsOf(labels)['sidecar.istio.io/inject'], annotations };
  }

  test('has a proxy that ends with the Job, where it calls somebody there', () => {
    expect(metadata()).toEqual({
      inject: undefined,
      annotations: { 'sidecar.istio.io/nativeSidecar': 'true' },
    });
  });

  test('has none where it calls nobody there, and nothing is said outside of a mesh', () => {
    const alone = { env: {} };
    expect(metadata(alone)).toEqual({ inject: 'false', annotations: undefined });
    expect(metadata(alone, qa)).toEqual({ inject: undefined, annotations: undefined });
    const policies = objects(shop(alone, meshed)).filter(({ kind }) => kind === 'NetworkPolicy');
    expect(emitYaml(policies)).not.toContain('istiod');
  });
});

describe('rejects', () => {
  test.each<readonly [string, Partial<ScaledJobProps>, readonly string[]]>([
    [
      'what counts no work',
      { triggers: [cpuTrigger(80)] },
      ['triggers: got "cpu", allowed triggers that count pieces of work, which it does not'],
    ],
    [
      'bounds that no number is within',
      { min: 2, max: 1 },
      ['max: got 1, allowed a whole number from 2'],
    ],
    [
      'less than nothing',
      { min: -1, retries: -1, history: { failed: -1 } },
      [
        'min: got -1, allowed a whole number from 0',
        'retries: got -1, allowed a whole number from 0',
        'history.failed: got -1, allowed a whole number from 0',
      ],
    ],
    [
      'no trigger',
      { triggers: [] },
      ['triggers: is empty: add one, such as prometheusTrigger({ ... })'],
    ],
  ])('%s', (_, props, problems) => {
    expect(problemsOf(shop(props))).toEqual(problems.map((line) => `[qa/shop/resize] ${line}`));
  });

  test('not the least', () => {
    expect(problemsOf(shop({ min: 0, max: 1, retries: 0, history: { failed: 0 } }))).toEqual([]);
  });
});
