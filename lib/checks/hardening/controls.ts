import type { PodPractice, PodSecurityControl, Violation } from './finding';
import { findHostNamespaces, findHostPathVolumes, findHostPorts, findHostProcess } from './host';
import {
  findAppArmor,
  findMissingSeccomp,
  findProcMount,
  findSeccomp,
  findSeLinux,
  findSysctls,
} from './kernel';
import type { Pod } from './pod';
import {
  findCapabilities,
  findEscalation,
  findKeptCapabilities,
  findPrivileged,
  findRoot,
  findRootUser,
} from './privileges';
import { findVolumeTypes, findWritablePaths, findWritableRoot } from './volumes';

type Controls<Name extends string> = readonly (readonly [
  name: Name,
  find: (pod: Pod) => readonly Violation[],
])[];

/**
 * The Pod Security Standards of Kubernetes 1.28.
 * @see https://v1-28.docs.kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
export const BASELINE: Controls<PodSecurityControl> = [
  ['HostProcess', findHostProcess],
  ['Host Namespaces', findHostNamespaces],
  ['Privileged Containers', findPrivileged],
  ['Capabilities', findCapabilities],
  ['HostPath Volumes', findHostPathVolumes],
  ['Host Ports', findHostPorts],
  ['AppArmor', findAppArmor],
  ['SELinux', findSeLinux],
  ['/proc Mount Type', findProcMount],
  ['Seccomp', findSeccomp],
  ['Sysctls', findSysctls],
];

/**
 * What *restricted* asks beside *baseline*: each leaves out what a control of *baseline* tells already, so
 * that a mistake is one finding.
 */
export const RESTRICTED: Controls<PodSecurityControl> = [
  ['Volume Types', findVolumeTypes],
  ['Privilege Escalation', findEscalation],
  ['Running as Non-root', findRoot],
  ['Running as Non-root user', findRootUser],
  ['Seccomp (v1.19+)', findMissingSeccomp],
  ['Capabilities (v1.22+)', findKeptCapabilities],
];

/** What no namespace's label relaxes, since it isn't part of the standards. */
export const PRACTICES: Controls<PodPractice> = [
  ['Read-only Root File System', findWritableRoot],
  ['Writable Paths', findWritablePaths],
];
