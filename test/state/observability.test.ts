import { DaemonMicroservice } from '../../lib/daemon/daemon-microservice';
import type { Manifest } from '../../lib/manifest/manifest';
import { Microservice } from '../../lib/microservice/microservice';
import { StatefulMicroservice } from '../../lib/state/stateful-microservice';
import { VolumeClaim } from '../../lib/state/volume-claim';
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

test('alerts go by claims that are there already, where its pods may write', () => {
  const system = shopIn({ ...qa, observability: { alerts: {} } });
  const files = new VolumeClaim(system, 'files.old', { size: '1Gi' });
  new StatefulMicroservice(system, 'db', {
    ...least,
    claims: { data: { size: '1Gi' } },
    volumes: { files: files.volume('/files'), again: files.volume('/again', { subPath: 'a' }) },
  });
  new Microservice(system, 'gallery', { ...least, volumes: { files: files.volume('/files') } });
  const volumes = { files: files.volume('/files', { readOnly: true }) };
  new Microservice(system, 'reader', { ...least, volumes });
  const rule = (name: string) => yaml(objectIn(system, name, 'PrometheusRule'));
  expect(rule('db')).toContain('persistentvolumeclaim=~"data-db-[0-9]+|files[.]old"}');
  expect(rule('gallery')).toContain('persistentvolumeclaim=~"files[.]old"}');
  expect(rule('reader')).not.toContain('VolumeSaturation');
});

test.each(['db', 'agent'])('a dashboard of %s takes no pod for a version', (name) => {
  const dashboard = yaml(objectIn(watched(), name, 'ConfigMap'));
  expect(dashboard).toContain('sum by (pod) (kube_pod_status_ready{');
  expect(dashboard).toContain('sum by (pod) (rate(http_requests_total{');
  expect(dashboard).toContain(`pod=~\\"${name}-[${name === 'db' ? '0-9' : 'a-z0-9'}]+\\"`);
  expect(dashboard).not.toContain('By version');
  expect(dashboard).not.toContain('revision');
});
