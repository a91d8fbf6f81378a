import { describe } from '../../manifest/identity';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';
import type { Finding, Severity } from '../finding';
import { namespaceOf } from '../objects';
import { allRules } from '../registry';
import type { RuleGroup } from '../rule';
import type { Waived } from '../waivers';

/** A finding, with all that a reader or a program may ask of it. */
export interface ReportedFinding {
  readonly rule: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  /** The object in words: `Rollout shop-prod/cart`. */
  readonly name: string;
  /** Undefined where it is about no object that could be read. */
  readonly object?: ReportedObject;
  /** Construct path, of what comes from code. */
  readonly construct?: string;
  /** File below the folder that was read; of what comes from code, below the output folder. */
  readonly file?: string;
  /** Of the object's first line, of what comes from YAML. */
  readonly line?: number;
  /** `spec.ports[0].name`; empty for the whole object. */
  readonly field: string;
  readonly message: string;
  /** What to do, where the message doesn't say it. */
  readonly fix?: string;
}

/** Which object a finding is about. */
export interface ReportedObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for what has none. */
  readonly namespace?: string;
  readonly name: string;
}

/** What all rules have found. */
export interface Report {
  readonly findings: readonly ReportedFinding[];
  /** What somebody has answered for. */
  readonly waived: readonly (ReportedFinding & { readonly reason: string })[];
}

/** Puts a report together, errors first. */
export function reportOf({ findings, waived }: Waived, manifests: ManifestSet): Report {
  if (findings.length + waived.length === 0) return { findings: [], waived: [] };
  const entries = new Map(manifests.map((entry) => [keyOf(entry), entry]));
  const groups = new Map(allRules().map(({ id, group }) => [`${id}`, group]));
  const reported = (finding: Finding): ReportedFinding => {
    const { rule, severity, object: name, field, message, fix, origin } = finding;
    return {
      rule,
      group: groups.get(rule) ?? 'sense',
      severity,
      name,
      ...placeOf(origin, entries.get(`${origin} ${name}`)),
      field,
      message,
      ...(fix !== undefined && { fix }),
    };
  };
  const all = findings.map(reported);
  return {
    findings: [...ofSeverity(all, 'error'), ...ofSeverity(all, 'warning')],
    waived: waived.map(({ finding, reason }) => ({ ...reported(finding), reason })),
  };
}

/** The findings of one weight. */
export function ofSeverity(
  findings: readonly ReportedFinding[],
  severity: Severity,
): readonly ReportedFinding[] {
  return findings.filter((finding) => finding.severity === severity);
}

/** Where a finding is, as one reads it: `shop.yaml:12`, or a construct path. */
export function placeInWords({ construct, file, line }: ReportedFinding): string {
  if (construct !== undefined) return construct;
  return line === undefined ? (file ?? '') : `${file}:${line}`;
}

type Place = Pick<ReportedFinding, 'object' | 'construct' | 'file' | 'line'>;

/** A file and a line, or else a construct path. */
function placeOf(origin: string, entry: ManifestEntry | undefined): Place {
  const [, file, line] = /^(.+):(\d+)$/.exec(origin) ?? [];
  const isYaml = file !== undefined && (entry?.file ?? file) === file;
  return {
    ...(entry && { object: objectOf(entry) }),
    ...(isYaml ? { file, line: Number(line) } : { construct: origin }),
    ...(!isYaml && entry && { file: entry.file }),
  };
}

function objectOf({ manifest }: ManifestEntry): ReportedObject {
  const { apiVersion, kind, metadata } = manifest;
  const namespace = namespaceOf(manifest);
  return { apiVersion, kind, ...(namespace !== '' && { namespace }), name: metadata.name };
}

function keyOf({ origin, manifest }: ManifestEntry): string {
  return `${origin} ${describe(manifest)}`;
}
