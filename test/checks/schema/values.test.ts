import { findingsIn } from '../findings';

const refused = (object: object) =>
  findingsIn(JSON.stringify(object), ['missing-field', 'wrong-value', 'wrong-type']).map((line) =>
    line.replace(/^error (\S+): \[a\.yaml:1\] \w+ x: /, '$1 '),
  );

const object = (apiVersion: string, kind: string, fields: object) => ({
  apiVersion,
  kind,
  metadata: { name: 'x' },
  ...fields,
});
const A = { name: 'a', image: 'a:1' };
const LABELS = { app: 'a' };
const RIGHT_POD = { containers: [A] };
const pod = (spec: object) => object('v1', 'Pod', { spec: { ...RIGHT_POD, ...spec } });
const env = (item: object) => pod({ containers: [{ ...A, env: [item] }] });
const workload = (kind: string, spec: object) =>
  object('apps/v1', kind, {
    spec: {
      selector: { matchLabels: LABELS },
      template: { metadata: { labels: LABELS }, spec: RIGHT_POD },
      ...(kind === 'StatefulSet' && { serviceName: 'x' }),
      ...spec,
    },
  });
const rolling = (kind: string, field: string, type: string, rollingUpdate: object) =>
  workload(kind, { [field]: { type, rollingUpdate } });
const service = (spec: object) =>
  object('v1', 'Service', { spec: { selector: LABELS, ports: [{ port: 80 }], ...spec } });
const SERVICE = { service: { name: 'x', port: { number: 80 } } };
const ingress = (spec: object) => object('networking.k8s.io/v1', 'Ingress', { spec });
const route = (path: object, host?: string) =>
  ingress({ rules: [{ ...(host && { host }), http: { paths: [{ backend: SERVICE, ...path }] } }] });
const ROOT = { path: '/', pathType: 'Prefix' };
const policy = (rule: object) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, ingress: [rule] } });
const metric = (one: object) =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'x' }, maxReplicas: 2, metrics: [one] },
  });
const RBAC = 'rbac.authorization.k8s.io/v1';
const role = (kind: string, rule: object) =>
  object(RBAC, kind, { rules: [{ verbs: ['get'], ...rule }] });
const binding = (fields: object) => object(RBAC, 'ClusterRoleBinding', fields);
const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const budget = (spec: object) => object('policy/v1', 'PodDisruptionBudget', { spec });
const virtual = (http: object) =>
  object('networking.istio.io/v1', 'VirtualService', { spec: { hosts: ['x'], http: [http] } });
const TO = { destination: { host: 'x' } };

test.each<readonly [object, string]>([
  [pod({ initContainers: [A] }), 'wrong-value spec.initContainers[0].name: got "a", allowed a name that no other container has'],
  [pod({ volumes: [{ name: 'v', emptyDir: {}, hostPath: { path: '/a' } }] }), 'wrong-value spec.volumes[0]: got emptyDir and hostPath, allowed one of them'],
  [pod({ volumes: [{ name: 'v', ephemeral: { volumeClaimTemplate: { spec: { ...claim, accessModes: [] } } } }] }), 'missing-field spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: is missing, allowed one or more, such as ReadWriteOnce'],
  [pod({ volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 'a' }, configMap: { name: 'b' } }] } }] }), 'wrong-value spec.volumes[0].projected.sources[0]: got configMap and secret, allowed one of them, the others in sources of their own'],
  [env({ name: 'A', value: 'b', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }), 'wrong-value spec.containers[0].env[0]: got value and valueFrom, allowed one of them'],
  [env({ name: 'A', valueFrom: {} }), 'missing-field spec.containers[0].env[0].valueFrom: is missing, allowed one of configMapKeyRef, fieldRef, resourceFieldRef, secretKeyRef'],
  [pod({ tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] }), 'wrong-value spec.tolerations[0].value: got "b", allowed none where the operator is Exists'],
  [pod({ tolerations: [{ value: 'b' }] }), 'wrong-value spec.tolerations[0].operator: got "Equal", allowed Exists where no key is said'],
  [pod({ tolerations: [{ operator: 'Exists', tolerationSeconds: 5 }] }), 'wrong-value spec.tolerations[0].tolerationSeconds: got 5, allowed none but for the effect NoExecute'],
  [object('apps/v1', 'Deployment', {}), 'missing-field spec: is missing, allowed a selector and a template'],
  [workload('Deployment', { selector: {} }), "missing-field spec.selector.matchLabels: is missing, allowed labels of the template's pods"],
  [rolling('Deployment', 'strategy', 'Recreate', {}), 'wrong-value spec.strategy.rollingUpdate: got type Recreate, allowed it with RollingUpdate alone'],
  [rolling('Deployment', 'strategy', 'RollingUpdate', { maxUnavailable: '101%' }), 'wrong-value spec.strategy.rollingUpdate.maxUnavailable: got "101%", allowed 0, a number of pods, or a share up to 100%'],
  [rolling('DaemonSet', 'updateStrategy', 'RollingUpdate', { maxSurge: 1 }), 'wrong-value spec.updateStrategy.rollingUpdate.maxUnavailable: got 1, allowed 0 where maxSurge is more'],
  [rolling('StatefulSet', 'updateStrategy', 'RollingUpdate', { maxUnavailable: '0%' }), 'wrong-value spec.updateStrategy.rollingUpdate.maxUnavailable: got "0%", allowed 1 or more'],
  [workload('StatefulSet', { volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: { ...claim, resources: {} } }] }), 'missing-field spec.volumeClaimTemplates[0].spec.resources.requests.storage: is missing, allowed a size such as 10Gi'],
  [service({ ports: [{ port: 80, nodePort: 30001 }] }), 'wrong-value spec.ports[0].nodePort: got 30001, allowed none but for type NodePort or LoadBalancer'],
  [service({ type: 'NodePort', ports: [{ port: 80, nodePort: 29999 }] }), 'wrong-value spec.ports[0].nodePort: got 29999, allowed 30000 to 32767'],
  [service({ type: 'NodePort', ports: [{ port: 80, nodePort: 32768 }] }), 'wrong-value spec.ports[0].nodePort: got 32768, allowed 30000 to 32767'],
  [service({ ports: [{ port: 80, targetPort: '443' }] }), 'wrong-value spec.ports[0].targetPort: got "443", allowed 443 without quotes'],
  [service({ type: 'ExternalName' }), 'missing-field spec.externalName: is missing, allowed the name of a host where type is ExternalName'],
  [service({ type: 'LoadBalancer', clusterIP: 'None' }), 'wrong-value spec.clusterIP: got "None", allowed no None where type is LoadBalancer'],
  [service({ ports: [] }), 'missing-field spec.ports: is missing, allowed one or more, but for clusterIP: None'],
  [service({ externalTrafficPolicy: 'Local' }), 'wrong-value spec.externalTrafficPolicy: got "Local", allowed none where type is ClusterIP'],
  [service({ type: 'ExternalName', externalName: 'example.com', externalIPs: ['192.0.2.1'], externalTrafficPolicy: 'Local' }), 'wrong-value spec.externalTrafficPolicy: got "Local", allowed none where type is ExternalName'],
  [ingress({}), 'missing-field spec.rules: is missing, allowed one or more, or a defaultBackend'],
  [route({ ...ROOT, path: 'cart' }), "wrong-value spec.rules[0].http.paths[0].path: got \"cart\", allowed a path after '/'"],
  [route({ ...ROOT, path: '/a/../b' }), "wrong-value spec.rules[0].http.paths[0].path: got \"/a/../b\", allowed a path without '//', '/./', '/../' and '%2f'"],
  [route(ROOT, 'a.example.com:80'), 'wrong-value spec.rules[0].host: got "a.example.com:80", allowed the name of a host, without a port, and no address'],
  [route(ROOT, '10.0.0.1'), 'wrong-value spec.rules[0].host: got "10.0.0.1", allowed the name of a host, without a port, and no address'],
  [ingress({ defaultBackend: {} }), 'missing-field spec.defaultBackend: is missing, allowed a service, or a resource'],
  [ingress({ defaultBackend: { service: { name: 'x', port: { number: 80, name: 'http' } } } }), 'wrong-value spec.defaultBackend.service.port: got name and number, allowed one of them'],
  [ingress({ defaultBackend: { service: { name: 'x' } } }), 'missing-field spec.defaultBackend.service.port: is missing, allowed a name, or a number'],
  [object('v1', 'PersistentVolumeClaim', { spec: { ...claim, accessModes: [] } }), 'missing-field spec.accessModes: is missing, allowed one or more, such as ReadWriteOnce'],
  [object('v1', 'ConfigMap', { data: { 'a b': 'c' } }), "wrong-value data: got the key \"a b\", allowed letters, digits, '-', '_' and '.'"],
  [object('v1', 'ConfigMap', { data: { a: 'c' }, binaryData: { a: 'Yw==' } }), 'wrong-value binaryData["a"]: got it in data and binaryData, allowed one of them'],
  [budget({ maxUnavailable: '120%', selector: {} }), 'wrong-value spec.maxUnavailable: got "120%", allowed 0, a number of pods, or a share up to 100%'],
  [metric({ type: 'Resource' }), 'missing-field spec.metrics[0].resource: is missing, allowed it where type is Resource'],
  [metric({ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization' } } }), 'missing-field spec.metrics[0].resource.target: is missing, allowed one of averageUtilization, averageValue'],
  [policy({ ports: [{ port: 80, endPort: 79 }] }), 'wrong-value spec.ingress[0].ports[0].endPort: got 79, allowed 80 or more'],
  [policy({ ports: [{ port: 'http', endPort: 90 }] }), 'wrong-value spec.ingress[0].ports[0].port: got "http", allowed a number where there is an endPort'],
  [policy({ from: [{}] }), 'missing-field spec.ingress[0].from[0]: is missing, allowed one of ipBlock, namespaceSelector, podSelector'],
  [policy({ from: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] }), 'wrong-value spec.ingress[0].from[0]: got ipBlock and podSelector, allowed ipBlock alone, or in an item of its own'],
  [policy({ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.0.0.0/8'] } }] }), 'wrong-value spec.ingress[0].from[0].ipBlock.except[1]: got "10.0.0.0/8", allowed a part of 10.0.0.0/8, and not all of it'],
  [policy({ from: [{ ipBlock: { cidr: '2001:db8::/32', except: ['2001:db9::/48'] } }] }), 'wrong-value spec.ingress[0].from[0].ipBlock.except[0]: got "2001:db9::/48", allowed a part of 2001:db8::/32, and not all of it'],
  [role('Role', { nonResourceURLs: ['/x'] }), 'wrong-value rules[0].nonResourceURLs: got ["/x"], allowed none but in a ClusterRole'],
  [role('ClusterRole', { nonResourceURLs: ['/x'], resources: ['pods'] }), 'wrong-value rules[0]: got nonResourceURLs and resources, allowed a rule of its own for each sort'],
  [role('Role', { resources: ['pods'] }), "missing-field rules[0].apiGroups: is missing, allowed groups, such as '' or apps"],
  [binding({ roleRef: { kind: 'Role', name: 'x' } }), 'wrong-value roleRef.kind: got "Role", allowed ClusterRole'],
  [binding({ roleRef: { kind: 'ClusterRole', name: 'view' }, subjects: [{ kind: 'ServiceAccount', name: 'a' }] }), 'missing-field subjects[0].namespace: is missing, allowed that of the ServiceAccount'],
  [virtual({ route: [{ ...TO, weight: -1 }] }), 'wrong-value spec.http[0].route[0].weight: got -1, allowed 0 or more'],
  [virtual({ route: [TO], redirect: { uri: '/' } }), 'wrong-value spec.http[0]: got route and redirect, allowed one of them'],
])('%#: tells what the API server refuses', (given, finding) => {
  expect(refused(given)).toEqual([finding]);
}); // biome-ignore format: one line each

test.each(['spec.foo', 'metadata.labels', "metadata.labels['a b']", "metadata.annotations['/a']"])(
  'an environment variable may not be of %s',
  (fieldPath) => {
    expect(refused(env({ name: 'A', valueFrom: { fieldRef: { fieldPath } } }))).toEqual([
      expect.stringContaining(`got "${fieldPath}", allowed metadata.name, `),
    ]);
  },
);

test.each<readonly [string, object]>([
  ['variables', env({ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['a']" } } })],
  ['the old name of a node', env({ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.host' } } })],
  ['annotations in capitals', env({ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['Example.com/A']" } } })],
  ['volumes that say no more than a name, which are empty folders', pod({ volumes: [{ name: 'v' }, { name: 'w', emptyDir: null }] })],
  ['sources of one kind each', pod({ volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 'a' } }, { configMap: { name: 'b' } }] } }] })],
  ['tolerations', pod({ tolerations: [{ operator: 'Exists' }] })],
  ['volumes of other kinds, which the schema tells', pod({ volumes: [{ name: 'v', nfs: { path: '/', server: 'a' } }] })],
  ['rollouts', rolling('Deployment', 'strategy', 'RollingUpdate', { maxUnavailable: '100%', maxSurge: '200%' })],
  ['daemons that surge', rolling('DaemonSet', 'updateStrategy', 'RollingUpdate', { maxSurge: 1, maxUnavailable: 0 })],
  ['daemons that would surge otherwise', rolling('DaemonSet', 'updateStrategy', 'OnDelete', { maxSurge: 1, maxUnavailable: '200%' })],
  ['shares of nothing', rolling('DaemonSet', 'updateStrategy', 'RollingUpdate', { maxSurge: '10%', maxUnavailable: '00%' })],
  ['names of ports', service({ ports: [{ port: 80, targetPort: 'http' }] })],
  ['ports', service({ type: 'NodePort', ports: [{ port: 80, nodePort: 30000 }] })],
  ['no ports of a headless Service', service({ clusterIP: 'None', ports: undefined })],
  ['hosts', route(ROOT, '*.example.com')],
  ['no path', route({ pathType: 'ImplementationSpecific' })],
  ['keys', object('v1', 'ConfigMap', { data: { 'a.b_c-D': 'c' } })],
  ['keys that any object has', object('v1', 'ConfigMap', { binaryData: { constructor: 'Yw==' } })],
  ['two targets of an object', metric({ type: 'Object', object: { metric: { name: 'a' }, describedObject: { kind: 'Service', name: 'x' }, target: { type: 'Value', value: '1', averageValue: '1' } } })],
  ['blocks with zeros in front', policy({ from: [{ ipBlock: { cidr: '010.0.0.0/08', except: ['10.001.0.0/16'] } }] })],
  ['redirects beside no route', virtual({ route: [], redirect: { uri: '/' } })],
  ['metrics', metric({ type: 'Pods', pods: { metric: { name: 'a' }, target: { type: 'AverageValue', averageValue: '1' } } })],
  ['ranges of ports', policy({ ports: [{ port: 80, endPort: 80 }], from: [{ podSelector: {}, namespaceSelector: {} }] })],
  ['rules', role('ClusterRole', { nonResourceURLs: ['/x'] })],
  ['what is null', { ...service({ ports: [{ port: 80, nodePort: null }], externalTrafficPolicy: null }) }],
])('takes %s', (_, given) => {
  expect(refused(given)).toEqual([]);
}); // biome-ignore format: one line each

const named = (apiVersion: string, kind: string, name: string, spec: object) =>
  findingsIn(JSON.stringify({ apiVersion, kind, metadata: { name }, spec }), ['object-name']);
const JOB = { template: { spec: { ...RIGHT_POD, restartPolicy: 'Never' } } };
const CRON = { schedule: '0 3 * * *', jobTemplate: { spec: JOB } };

test.each<readonly [string, string, object]>([
  ['Job', 'a.b', JOB],
  ['Job', 'a'.repeat(63), JOB],
  ['CronJob', 'a.b', CRON],
  ['CronJob', 'a'.repeat(52), CRON],
])('a %s may be named %s', (kind, name, spec) => {
  expect(named('batch/v1', kind, name, spec)).toEqual([]);
});

test.each<readonly [string, string, object]>([
  ['Job', 'a..b', JOB],
  ['Job', 'a'.repeat(64), JOB],
  ['Job', 'a.b', { ...JOB, completionMode: 'Indexed', completions: 3 }],
  ['CronJob', 'A', CRON],
  ['CronJob', `a.${'b'.repeat(51)}`, CRON],
])('a %s may not be named %s', (kind, name, spec) => {
  expect(named('batch/v1', kind, name, spec)).toEqual([expect.stringContaining('metadata.name')]);
});

test.each([0, '0%', '00%'])('a DaemonSet that may neither add a pod nor take %j away', (none) => {
  const update = { maxSurge: none, maxUnavailable: none };
  const daemon = rolling('DaemonSet', 'updateStrategy', 'RollingUpdate', update);
  expect(findingsIn(JSON.stringify(daemon), ['stuck-update', 'wrong-value'])).toEqual([
    expect.stringContaining('no update ever begins'),
  ]);
});
