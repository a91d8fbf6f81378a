import { DaemonMicroservice } from '../../lib/daemon/daemon-microservice';
import type { Manifest } from '../../lib/manifest/manifest';
import { StatefulMicroservice } from '../../lib/state/stateful-microservice';
import { emitYaml } from '../../lib/writer/yaml';
import { least } from '../microservice/chart';
import { qa } from '../shop';
import { objectIn, shopIn } from './shop';

function watched() {
  const observability = { alerts: {}, scraping: {}, dashboards: {}, requests: 'program' } as const;
  const system = shopIn({ ...qa, observability });
  const ports = { sql: 3306, metrics: 9104 };
  const metrics = { port: 'metrics' } as const;
  const claims = { data: { size: '1Gi' }, log: { size: '1Gi' } } as const;
  new StatefulMicroservice(system, 'db', { ...least, ports, metrics, claims });
  new DaemonMicroservice(system, 'agent', { ...least, ports, metrics });
  return system;
}

const yaml = (manifest: Manifest) => emitYaml([manifest]);

test('alerts go by the names of pods, and by volumes that fill up', () => {
  const db = yaml(objectIn(watched(), 'db', 'PrometheusRule'));
  expect(db).toContain('pod=~"db-[0-9]+"');
  expect(db).toContain('persistentvolumeclaim=~"(data|log)-db-[0-9]+"');
  expect(db).not.toContain('DeploymentNotProgressing');
  const agent = yaml(objectIn(watched(), 'agent', 'PrometheusRule'));
  expect(agent).toContain('pod=~"agent-[a-z0-9]+"');
  expect(agent).not.toContain('VolumeSaturation');
});

test('each pod is scraped once, though two Services show the port', () => {
  const { spec } = objectIn(watched(), 'db', 'PodMonitor');
  expect(spec).toMatchObject({ podTargetLabels: ['version', 'controller-revision-hash'] });
  expect(objectIn(watched(), 'agent', 'ServiceMonitor').spec).toMatchObject({
    podTargetLabels: ['version', 'controller-revision-hash'],
  });
});

test('a dashboard tells pods apart', () => {
  expect(yaml(objectIn(watched(), 'db', 'ConfigMap'))).toContain('\\"pod\\", \\"db-([0-9]+)\\"');
});
