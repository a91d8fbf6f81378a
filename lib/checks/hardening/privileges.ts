import { fieldsOf, itemsOf } from '../../manifest/fields';
import { findBoth, findEach, NONE, type Violation } from './finding';
import { isAbsent, isOff, ofSecurity, type Pod, type Secured } from './pod';

/** Containers that are root on the node. */
export function findPrivileged({ containers }: Pod): readonly Violation[] {
  return findEach(containers, (container) => {
    const { privileged } = container.security;
    return isOff(privileged)
      ? NONE
      : ofSecurity(container, 'privileged', privileged, 'false or nothing');
  });
}

/** What container runtimes give by themselves. */
const DEFAULT_CAPABILITIES: readonly unknown[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** Capabilities beyond those that container runtimes give by themselves. */
export function findCapabilities(pod: Pod): readonly Violation[] {
  return findAdded(pod, isBeyondBaseline, DEFAULT_CAPABILITIES);
}

/** Capabilities that are kept, or added, among those that container runtimes give by themselves. */
export function findKeptCapabilities(pod: Pod): readonly Violation[] {
  if (pod.isWindows) return NONE;
  const kept = findEach(pod.containers, (container) => {
    const { drop } = fieldsOf(container.security.capabilities);
    return itemsOf(drop).includes('ALL')
      ? NONE
      : ofSecurity(container, 'capabilities.drop', drop, 'a list with ALL in it');
  });
  return findBoth(kept, findAdded(pod, isBaselineOnly, ['NET_BIND_SERVICE', 'nothing']));
}

function isBaselineOnly(capability: unknown): boolean {
  return capability !== 'NET_BIND_SERVICE' && DEFAULT_CAPABILITIES.includes(capability);
}

function isBeyondBaseline(capability: unknown): boolean {
  return !DEFAULT_CAPABILITIES.includes(capability);
}

function findAdded(
  { containers }: Pod,
  isWrong: (capability: unknown) => boolean,
  allowed: readonly unknown[],
): readonly Violation[] {
  return findEach(containers, (container) =>
    findEach(itemsOf(fieldsOf(container.security.capabilities).add), (capability, index) =>
      isWrong(capability)
        ? ofSecurity(container, `capabilities.add[${index}]`, capability, allowed.join(', '))
        : NONE,
    ),
  );
}

/** Processes that may gain more rights than their parents have. */
export function findEscalation({ containers, isWindows }: Pod): readonly Violation[] {
  if (isWindows) return NONE;
  return findEach(containers, (container) => {
    const { allowPrivilegeEscalation } = container.security;
    return allowPrivilegeEscalation === false
      ? NONE
      : ofSecurity(container, 'allowPrivilegeEscalation', allowPrivilegeEscalation, 'false');
  });
}

/** Containers that may run as root. */
export function findRoot(pod: Pod): readonly Violation[] {
  const spoken = findEach(pod.all, (one) => {
    const { runAsNonRoot } = one.security;
    return isAbsent(runAsNonRoot) || runAsNonRoot === true ? NONE : rootOf(one);
  });
  return findBoth(spoken, findEach(findSilent(pod), rootOf));
}

function rootOf(one: Secured): readonly Violation[] {
  return ofSecurity(one, 'runAsNonRoot', one.security.runAsNonRoot, 'true');
}

/** Who says nothing of root: the pod, for all its containers, or some of them. */
function findSilent({ whole, containers }: Pod): readonly Secured[] {
  if (!isAbsent(whole.security.runAsNonRoot)) return [];
  const silent = containers.filter(({ security }) => isAbsent(security.runAsNonRoot));
  return silent.length > 0 && silent.length === containers.length ? [whole] : silent;
}

/** Containers whose user is root. */
export function findRootUser({ all }: Pod): readonly Violation[] {
  return findEach(all, (one) =>
    one.security.runAsUser === 0
      ? ofSecurity(one, 'runAsUser', 0, 'any user but 0, or nothing')
      : NONE,
  );
}
