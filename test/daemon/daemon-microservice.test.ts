import { join } from 'node:path';
import { checkHardening } from '../../lib/checks/hardening/check';
import { formatFinding } from '../../lib/checks/hardening/finding';
import { DaemonMicroservice } from '../../lib/daemon/daemon-microservice';
import type { DaemonMicroserviceProps } from '../../lib/daemon/spec';
import { Microservice } from '../../lib/microservice/microservice';
import { otherVolume } from '../../lib/pod/volumes';
import { validateManifest } from '../../lib/schema/validate';
import { emitYaml } from '../../lib/writer/yaml';
import { least } from '../microservice/chart';
import { manifestsOf, problemsOf } from '../render-tree';
import { qa } from '../shop';
import { objectIn, objectsIn, shopIn } from '../state/shop';
import { expectYaml } from '../yaml-snapshot';

function withDaemon(props: Partial<DaemonMicroserviceProps<'otlp'>> = {}, environment = qa) {
  const system = shopIn(environment);
  const daemon = new DaemonMicroservice<'otlp'>(system, 'collector', {
    ...least,
    ports: { otlp: 4317 },
    ...props,
  });
  new Microservice(system, 'shop', { ...least, env: { OTEL: daemon.endpoint('otlp') } });
  return system;
}

const daemonSet = (props: Partial<DaemonMicroserviceProps<'otlp'>>) =>
  objectIn(withDaemon(props), 'collector', 'DaemonSet').spec;

test('is a DaemonSet, with all that a microservice has', () => {
  const system = withDaemon({
    pod: { scheduling: { tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }] } },
    service: { internalTrafficPolicy: 'Local' },
  });
  const objects = objectsIn(system, 'collector');
  expectYaml(join(__dirname, 'snapshots/daemon-microservice.yaml'), emitYaml(objects));
  expect(objects.flatMap(validateManifest)).toEqual([]);
});

test('is replaced as it says', () => {
  expect(daemonSet({ update: { maxUnavailable: '10%' } })).toMatchObject({
    updateStrategy: { rollingUpdate: { maxUnavailable: '10%' } },
  });
  expect(daemonSet({ update: { maxSurge: 1 } })).toMatchObject({
    updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  });
  expect(daemonSet({ update: 'OnDelete', minReady: '5s', revisionHistoryLimit: 2 })).toMatchObject({
    updateStrategy: { type: 'OnDelete' },
    minReadySeconds: 5,
    revisionHistoryLimit: 2,
  });
});

test("gets at its node where its namespace allows it, and decides what isn't said", () => {
  const volumes = { logs: otherVolume({ hostPath: { path: '/var/log' } }, { mountPath: '/l' }) };
  const told = (podSecurity?: 'privileged', readOnly?: boolean) => {
    const mount = { path: '/l', readOnly };
    const own = { logs: { ...volumes.logs, mount } };
    const system = withDaemon({ volumes: own }, { ...qa, podSecurity });
    return checkHardening(manifestsOf(system.environment)).map(formatFinding);
  };
  expect(told(undefined, true)).toEqual([expect.stringMatching(/HostPath Volumes/)]);
  expect(told('privileged')).toEqual([expect.stringMatching(/Writable Paths/)]);
  expect(told('privileged', true)).toEqual([]);
});

test('has a port of its node where its namespace allows it, or is told once', () => {
  const told = (podSecurity?: 'baseline' | 'privileged') => {
    const ports = { otlp: { port: 4317, hostPort: 4317 } };
    const system = withDaemon({ ports }, { ...qa, podSecurity });
    return checkHardening(manifestsOf(system.environment)).map(formatFinding);
  };
  const refused = [
    expect.stringMatching(/hostPort: got 4317, allowed 0 or nothing \(Host Ports\)$/),
  ];
  expect(told()).toEqual(refused);
  expect(told('baseline')).toEqual(refused);
  expect(told('privileged')).toEqual([]);
});

test.each<readonly [string, Partial<DaemonMicroserviceProps<'otlp'>>, readonly string[]]>([
  [
    'an update that cannot move',
    { update: { maxUnavailable: 0 } },
    ['update: maxSurge and maxUnavailable are both 0: raise one of the two'],
  ],
  [
    'both ways at once',
    { update: { maxUnavailable: 1, maxSurge: '10%' } },
    ['update: has maxSurge and maxUnavailable: keep one of the two'],
  ],
  [
    'a second pod beside a port of the node',
    { update: { maxSurge: 1 }, ports: { otlp: { port: 4317, hostPort: 4317 } } },
    [
      "update.maxSurge: got 1, allowed 0, since 'otlp' has a hostPort, of which a node has one; or maxUnavailable instead",
    ],
  ],
  [
    'a spread of one',
    { pod: { scheduling: { spread: ['node'] } } },
    ['pod.scheduling.spread: is of no use: a daemon has one pod on each node, so leave it out'],
  ],
  [
    'words that there are not',
    JSON.parse('{ "update": "recreate", "revisionHistoryLimit": -1 }'),
    [
      "update: got \"recreate\", allowed 'OnDelete', or { maxUnavailable: '10%' }",
      'revisionHistoryLimit: got -1, allowed a whole number from 0',
    ],
  ],
])('rejects %s', (_, props, problems) => {
  const lines = problemsOf(withDaemon(props).environment);
  expect(lines).toEqual(problems.map((line) => `[qa/shop/collector] ${line}`));
});
