import { fieldsOf, isFields } from '../../manifest/fields';
import { describe } from '../../manifest/identity';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { InputError, show, wrongValue } from '../../problem/problem';

/** The controls of the Pod Security Standards, by their official names. */
export type PodSecurityControl =
  | 'HostProcess'
  | 'Host Namespaces'
  | 'Privileged Containers'
  | 'Capabilities'
  | 'HostPath Volumes'
  | 'Host Ports'
  | 'AppArmor'
  | 'SELinux'
  | '/proc Mount Type'
  | 'Seccomp'
  | 'Sysctls'
  | 'Volume Types'
  | 'Privilege Escalation'
  | 'Running as Non-root'
  | 'Running as Non-root user'
  | 'Seccomp (v1.19+)'
  | 'Capabilities (v1.22+)';

/** What is asked of pods beside the Pod Security Standards. */
export type PodPractice = 'Read-only Root File System' | 'Writable Paths' | 'Service Account Token';

/** What is asked of images. */
export type ImageControl = 'Image Version' | 'Image Digest' | 'Image Registry';

/** What a finding is about. */
export type HardeningControl = PodSecurityControl | PodPractice | ImageControl;

/** A field that a control doesn't allow to be as it is, or to be missing. */
export interface Violation {
  /** `spec.template.spec.containers[cart].securityContext.privileged` */
  readonly field: string;
  /** What stands there; undefined where nothing does. */
  readonly value: unknown;
  /** What may stand there. */
  readonly allowed: string;
}

/** Nothing found, as it is nearly always: one list for all. */
export const NONE: readonly Violation[] = [];

/** The violations of all items of a list. A synth looks at every container some twenty times. */
export function findEach<T>(
  items: readonly T[],
  find: (item: T, index: number) => readonly Violation[],
): readonly Violation[] {
  let found: Violation[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    const own = item === undefined ? NONE : find(item, index);
    if (own.length === 0) continue;
    found ??= [];
    found.push(...own);
  }
  return found ?? NONE;
}

/** The violations of two kinds. */
export function findBoth(
  first: readonly Violation[],
  second: readonly Violation[],
): readonly Violation[] {
  if (first.length === 0) return second;
  return second.length === 0 ? first : [...first, ...second];
}

/** What is wrong with an object's pods. */
export interface HardeningFinding extends Violation {
  readonly control: HardeningControl;
  /** The object in words: `Deployment shop-prod/cart`. */
  readonly object: string;
  /** Construct path, or file and line. */
  readonly origin: string;
}

/** A control's violations in one object, as findings. */
export function findingsOf(
  control: HardeningControl,
  { manifest, origin }: ManifestEntry,
  violations: readonly Violation[],
): readonly HardeningFinding[] {
  return violations.map((violation) => ({
    control,
    object: describe(manifest),
    origin,
    ...violation,
  }));
}

/** A finding as one line: `[origin] object: field: got ..., allowed ... (control)`. */
export function formatFinding(finding: HardeningFinding): string {
  if (!isFinding(finding))
    throw new InputError([
      wrongValue(
        'formatFinding()',
        isFields(finding) ? {} : finding,
        'what checkHardening() finds',
      ),
    ]);
  const { control, object, field, value, allowed, origin } = finding;
  const got = value === undefined ? 'is missing' : `got ${show(value)}`;
  return `[${origin}] ${object}: ${field}: ${got}, allowed ${allowed} (${control})`;
}

function isFinding(value: unknown): boolean {
  const { control, object, field, allowed, origin } = fieldsOf(value);
  return [control, object, field, allowed, origin].every((one) => typeof one === 'string');
}
