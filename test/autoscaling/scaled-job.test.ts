import { join } from 'node:path';
import { App } from 'cdk8s';
import { cpuTrigger, redisTrigger } from '../../lib/autoscaling/trigger';
import { Environment } from '../../lib/environment/environment';
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

function shop(props: Partial<ScaledJobProps> = {}): Environment {
  const environment = new Environment(new App(), qa);
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
