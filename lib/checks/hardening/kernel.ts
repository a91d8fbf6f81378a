import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import { findBoth, findEach, NONE, type Violation } from './finding';
import { isAbsent, ofSecurity, type Pod, type Secured, violation } from './pod';

/** Begins the annotations that name a container's profile. */
export const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** Profiles other than the runtime's own or one of the node: by annotation, or by the field of later versions. */
export function findAppArmor({ all, annotations, annotationsPath }: Pod): readonly Violation[] {
  const annotated = findEach(Object.keys(annotations), (key) => {
    if (!key.startsWith(APPARMOR_ANNOTATION) || isAppArmorProfile(annotations[key])) return NONE;
    const field = `${annotationsPath}["${key}"]`;
    return [violation(field, annotations[key], 'runtime/default, localhost/* or nothing')];
  });
  return findBoth(annotated, profilesOf(all, 'appArmorProfile'));
}

function isAppArmorProfile(value: unknown): boolean {
  return isAbsent(value) || /^($|runtime\/default$|localhost\/)/.test(findText(value) ?? 'wrong');
}

const SELINUX_TYPES = ['container_t', 'container_init_t', 'container_kvm_t'];

/** A user or role of SELinux, or a type that isn't made for containers. */
export function findSeLinux({ all }: Pod): readonly Violation[] {
  return findEach(all, (one) => {
    if (isAbsent(one.security.seLinuxOptions)) return NONE;
    const options = fieldsOf(one.security.seLinuxOptions);
    return findEach(['type', 'user', 'role'], (key) => {
      const value = options[key];
      const types = key === 'type' ? SELINUX_TYPES : [];
      return isAbsent(value) || value === '' || types.some((type) => type === value)
        ? NONE
        : ofSecurity(one, `seLinuxOptions.${key}`, value, [...types, 'nothing'].join(', '));
    });
  });
}

/** A /proc that shows what is masked otherwise. */
export function findProcMount({ containers }: Pod): readonly Violation[] {
  return findEach(containers, (container) => {
    const { procMount } = container.security;
    return isAbsent(procMount) || procMount === 'Default'
      ? NONE
      : ofSecurity(container, 'procMount', procMount, 'Default or nothing');
  });
}

/** Containers that may call any function of the kernel. */
export function findSeccomp({ all }: Pod): readonly Violation[] {
  return profilesOf(all, 'seccompProfile');
}

/** Containers that don't say which functions of the kernel they may call. */
export function findMissingSeccomp({ whole, containers, isWindows }: Pod): readonly Violation[] {
  if (isWindows || !isAbsent(whole.security.seccompProfile)) return NONE;
  const lacking = containers.filter(({ security }) => isAbsent(security.seccompProfile));
  if (lacking.length === 0) return NONE;
  // One line for all is told where no container says anything.
  const places = lacking.length === containers.length ? [whole] : lacking;
  return findEach(places, (place) =>
    ofSecurity(place, 'seccompProfile.type', undefined, 'RuntimeDefault or Localhost'),
  );
}

function profilesOf(
  all: readonly Secured[],
  field: 'seccompProfile' | 'appArmorProfile',
): readonly Violation[] {
  return findEach(all, (one) => {
    if (isAbsent(one.security[field])) return NONE;
    const { type } = fieldsOf(one.security[field]);
    return type === 'RuntimeDefault' || type === 'Localhost'
      ? NONE
      : ofSecurity(one, `${field}.type`, type, 'RuntimeDefault, Localhost or no profile');
  });
}

/** Those that count as safe in Kubernetes 1.28. */
const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_syncookies',
];

/** Settings of the kernel that reach beyond the pod. */
export function findSysctls({ whole }: Pod): readonly Violation[] {
  return findEach(itemsOf(whole.security.sysctls), (sysctl, index) => {
    const { name } = fieldsOf(sysctl);
    return SAFE_SYSCTLS.some((safe) => safe === name)
      ? NONE
      : ofSecurity(whole, `sysctls[${index}].name`, name, SAFE_SYSCTLS.join(', '));
  });
}
