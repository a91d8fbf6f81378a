// biome-ignore-all format: a row of a table is a line
import { checkHardening } from '../../../lib/checks/hardening/check';
import type { HardeningControl } from '../../../lib/checks/hardening/finding';
import type { JsonObject, JsonValue } from '../../../lib/manifest/manifest';
import { container, deployment, namespace, podSpec } from './objects';

/** What a row puts where: into the pod, into a container, or into their security contexts. */
interface Place {
  readonly pod?: JsonObject;
  readonly podSecurity?: JsonObject;
  readonly container?: JsonObject;
  readonly security?: JsonObject;
  readonly annotations?: JsonObject;
}

type Level = 'baseline' | 'restricted' | 'practice';

const pod = (name: string) => (value: JsonValue): Place => ({ pod: { [name]: value } });
const podSecurity = (name: string) => (value: JsonValue): Place => ({ podSecurity: { [name]: value } });
const security = (name: string) => (value: JsonValue): Place => ({ security: { [name]: value } });
const volume = (name: string) => (value: JsonValue): Place => ({ pod: { volumes: [{ name: 'data', [name]: value }] } });
const profile = (make: (value: JsonValue) => Place) => (type: JsonValue) => make({ type });
const annotation = (value: JsonValue): Place => ({ annotations: { 'container.apparmor.security.beta.kubernetes.io/cart': value } });
const added = (value: JsonValue): Place => ({ security: { capabilities: { drop: ['ALL'], add: [value] } } });
const dropped = (value: JsonValue): Place => ({ security: { capabilities: { drop: [value] } } });
const seLinux = (name: string) => (value: JsonValue) => security('seLinuxOptions')({ [name]: value });
const hostProcess = (make: (value: JsonValue) => Place) => (value: JsonValue) => make({ hostProcess: value });
const sysctl = (name: JsonValue) => podSecurity('sysctls')([{ name, value: '1' }]);
const hostPort = (value: JsonValue): Place => ({ container: { ports: [{ containerPort: 80, hostPort: value }] } });
const mount = (source: JsonObject, fields: JsonObject = {}): Place => ({
  pod: { volumes: [{ name: 'data', ...source }] },
  container: { volumeMounts: [{ name: 'data', mountPath: '/data', ...fields }] },
});

/** Control, its level, the field in the pod's spec, where values go, values that pass, values that don't. */
const TABLE: readonly (readonly [HardeningControl, Level, field: string, put: (value: JsonValue) => Place, right: readonly JsonValue[], wrong: readonly JsonValue[]])[] = [
  ['HostProcess', 'baseline', 'securityContext.windowsOptions.hostProcess', hostProcess(podSecurity('windowsOptions')), [false, null], [true, 'yes']],
  ['HostProcess', 'baseline', 'containers[cart].securityContext.windowsOptions.hostProcess', hostProcess(security('windowsOptions')), [false, null], [true]],
  ['Host Namespaces', 'baseline', 'hostNetwork', pod('hostNetwork'), [false, null], [true, 'true']],
  ['Host Namespaces', 'baseline', 'hostPID', pod('hostPID'), [false, null], [true]],
  ['Host Namespaces', 'baseline', 'hostIPC', pod('hostIPC'), [false, null], [true]],
  ['Privileged Containers', 'baseline', 'containers[cart].securityContext.privileged', security('privileged'), [false, null], [true, 'true']],
  ['Capabilities', 'baseline', 'containers[cart].securityContext.capabilities.add[0]', added, ['NET_BIND_SERVICE'], ['NET_ADMIN', 'SYS_ADMIN', 'NET_RAW', 'ALL', 'CAP_CHOWN', 'chown']],
  ['HostPath Volumes', 'baseline', 'volumes[data].hostPath', volume('hostPath'), [null], [{ path: '/' }, {}]],
  ['Host Ports', 'baseline', 'containers[cart].ports[0].hostPort', hostPort, [0, null], [1, 80, '80']],
  ['AppArmor', 'baseline', 'annotations', annotation, ['runtime/default', 'localhost/cart', '', null], ['unconfined', 'runtime/default2']],
  ['AppArmor', 'baseline', 'securityContext.appArmorProfile.type', profile(podSecurity('appArmorProfile')), ['RuntimeDefault', 'Localhost'], ['Unconfined']],
  ['SELinux', 'baseline', 'containers[cart].securityContext.seLinuxOptions.type', seLinux('type'), ['container_t', 'container_init_t', 'container_kvm_t', '', null], ['spc_t', 'container_engine_t']],
  ['SELinux', 'baseline', 'containers[cart].securityContext.seLinuxOptions.user', seLinux('user'), ['', null], ['system_u']],
  ['SELinux', 'baseline', 'containers[cart].securityContext.seLinuxOptions.role', seLinux('role'), ['', null], ['sysadm_r']],
  ['SELinux', 'baseline', 'securityContext.seLinuxOptions.type', (type) => podSecurity('seLinuxOptions')({ type }), ['container_t'], ['spc_t']],
  ['/proc Mount Type', 'baseline', 'containers[cart].securityContext.procMount', security('procMount'), ['Default', null], ['Unmasked']],
  ['Seccomp', 'baseline', 'securityContext.seccompProfile.type', profile(podSecurity('seccompProfile')), ['RuntimeDefault', 'Localhost'], ['Unconfined']],
  ['Seccomp', 'baseline', 'containers[cart].securityContext.seccompProfile.type', profile(security('seccompProfile')), ['RuntimeDefault', 'Localhost'], ['Unconfined']],
  ['Sysctls', 'baseline', 'securityContext.sysctls[0].name', sysctl, ['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_local_reserved_ports'], ['kernel.msgmax', 'net.core.somaxconn', 'net.ipv4.tcp_keepalive_time']],
  ['Volume Types', 'restricted', 'volumes[data].nfs', volume('nfs'), [null], [{ server: 'a', path: '/' }]],
  ['Volume Types', 'restricted', 'volumes[data].iscsi', volume('iscsi'), [null], [{}]],
  ['Privilege Escalation', 'restricted', 'containers[cart].securityContext.allowPrivilegeEscalation', security('allowPrivilegeEscalation'), [false], [true, null]],
  ['Running as Non-root', 'restricted', 'securityContext.runAsNonRoot', podSecurity('runAsNonRoot'), [true], [false, null]],
  ['Running as Non-root', 'restricted', 'containers[cart].securityContext.runAsNonRoot', security('runAsNonRoot'), [true, null], [false]],
  ['Running as Non-root user', 'restricted', 'securityContext.runAsUser', podSecurity('runAsUser'), [1, 65534, null], [0]],
  ['Running as Non-root user', 'restricted', 'containers[cart].securityContext.runAsUser', security('runAsUser'), [1, null], [0]],
  ['Seccomp (v1.19+)', 'restricted', 'securityContext.seccompProfile.type', podSecurity('seccompProfile'), [{ type: 'RuntimeDefault' }, { type: 'Localhost', localhostProfile: 'a' }], [null]],
  ['Capabilities (v1.22+)', 'restricted', 'containers[cart].securityContext.capabilities.add[0]', added, ['NET_BIND_SERVICE'], ['CHOWN', 'AUDIT_WRITE', 'SYS_CHROOT']],
  ['Capabilities (v1.22+)', 'restricted', 'containers[cart].securityContext.capabilities.drop', dropped, ['ALL'], ['all', 'NET_RAW']],
  ['Read-only Root File System', 'practice', 'containers[cart].securityContext.readOnlyRootFilesystem', security('readOnlyRootFilesystem'), [true, false], [null, 'true']],
  ['Writable Paths', 'practice', 'containers[cart].volumeMounts[data].readOnly', (readOnly) => mount({ csi: { driver: 'a' } }, { readOnly }), [true, false], [null]],
];

function deploymentOf({ pod = {}, podSecurity = {}, container: fields = {}, security = {}, annotations = {} }: Place) {
  return deployment(podSpec({ containers: [container(fields, security)], ...pod }, podSecurity), annotations);
}

function check(place: Place, level = 'restricted') {
  return checkHardening([namespace(level), deploymentOf(place)]);
}

const rows = (values: 'right' | 'wrong') =>
  TABLE.flatMap(([control, level, field, put, right, wrong]) =>
    (values === 'right' ? right : wrong).map((value) => [control, field, JSON.stringify(value), put(value), level] as const));

const spell = (field: string) =>
  field === 'annotations'
    ? 'spec.template.metadata.annotations["container.apparmor.security.beta.kubernetes.io/cart"]'
    : `spec.template.spec.${field}`;

/** What is told as the value: null stands for a field that is missing, and `drop` is told as a list. */
function got(field: string, value: string): JsonValue | undefined {
  const json: JsonValue = JSON.parse(value);
  return json === null ? undefined : field.endsWith('drop') ? [json] : json;
}

test.each(rows('right'))('%s: %s may be %s', (_control, _field, _value, place) => {
  expect(check(place)).toEqual([]);
});

describe.each(rows('wrong'))('%s: %s', (control, field, value, place, level) => {
  const found = (enforced: string) => check(place, enforced).filter((finding) => finding.control === control);

  test(`rejects ${value}, in one finding`, () => {
    expect(check(place)).toEqual([
      { control, object: 'Deployment shop/cart', origin: 'qa/shop/deployment', field: spell(field), value: got(field, value), allowed: expect.any(String) },
    ]);
  });

  test(`rejects ${value} beside pods that have nothing wrong`, () => {
    const [around, wrong] = [namespace('restricted'), deploymentOf(place)];
    const right = deployment(podSpec());
    const alone = checkHardening([around, wrong]);
    expect(checkHardening([around, right, wrong, right, wrong])).toEqual([...alone, ...alone]);
  });

  test('is relaxed by the levels that relax it, and by no other', () => {
    expect(['restricted', 'baseline', 'privileged', 'unknown'].filter((enforced) => found(enforced).length > 0)).toEqual(
      { restricted: ['restricted', 'unknown'], baseline: ['restricted', 'baseline', 'unknown'], practice: ['restricted', 'baseline', 'privileged', 'unknown'] }[level],
    );
  });
});
