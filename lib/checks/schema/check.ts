import type { JsonObject, Manifest } from '../../manifest/manifest';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { validateStructural, validateStructuralRules } from '../../schema/structural';
import { type SchemaProblem, validateManifest, validateRules } from '../../schema/validate';
import { type Finding, findingOf, type Severity } from '../finding';
import type { Objects } from '../objects';
import type { CheckContext } from '../rule';
import { definedSchemas } from './defined';
import { checkMetadata } from './metadata';
import { checkValues } from './values/check';
import { asKnown, checkApiVersion, findApiVersion } from './versions';

/**
 * Compares every object with the schema of its kind: Kubernetes' own, those of the products that are known
 * here, and those that the set defines. What a construct has been told of already isn't told again.
 */
export function checkSchemas(objects: Objects, context: CheckContext): readonly Finding[] {
  const defined = definedSchemas(objects);
  const told = toldPlaces(context.told);
  const findings: Finding[] = [];
  for (const [index, entry] of objects.all.entries()) {
    const { manifest } = objects.given[index] ?? entry;
    const own = checkObject(entry, manifest, defined, context);
    if (own.length > 0 && !isTold(entry.origin, told)) findings.push(...own);
  }
  return findings;
}

/** @param given - the object as it is written */
function checkObject(
  entry: ManifestEntry,
  given: Manifest,
  defined: ReadonlyMap<string, JsonObject>,
  context: CheckContext,
): readonly Finding[] {
  const { manifest } = entry;
  const own = defined.get(`${manifest.apiVersion}/${manifest.kind}`);
  const before = () => context.before(entry);
  const problems =
    own === undefined
      ? validate(asKnown(given, context.kubernetes), before)
      : validateDefined(own, given, before);
  const metadata = checkMetadata(entry);
  // Of a kind that isn't known, nobody knows what its fields mean.
  const isKnown = problems.every(({ fault }) => fault !== 'unknown-kind');
  const values = isKnown ? checkValues(manifest) : [];
  const version = checkApiVersion(entry, context.kubernetes);
  if (problems.length + metadata.length + values.length + version.length === 0) return NONE;
  return [
    ...problems
      // Of what has been removed, there is no more to say.
      .filter(({ fault }) => fault !== 'unknown-kind' || findApiVersion(manifest) === undefined)
      .map((problem) => toFinding(entry, problem)),
    ...metadata,
    ...values.map(({ rule = 'wrong-value', ...problem }) => findingOf(rule, entry, problem)),
    ...version,
  ];
}

const NONE: readonly Finding[] = [];

function validate(
  manifest: Manifest,
  before: () => Manifest | undefined,
): readonly SchemaProblem[] {
  const problems = validateManifest(manifest);
  return problems.length > 0 ? problems : validateRules(manifest, before);
}

function validateDefined(
  schema: JsonObject,
  manifest: Manifest,
  before: () => Manifest | undefined,
): readonly SchemaProblem[] {
  const problems = validateStructural(schema, manifest);
  return problems.length > 0 ? problems : validateStructuralRules(schema, manifest, before);
}

const WARNINGS: readonly SchemaProblem['fault'][] = ['unevaluated-rule', 'unknown-kind'];

function toFinding(entry: ManifestEntry, { fault, path, message }: SchemaProblem): Finding {
  const severity: Severity = WARNINGS.includes(fault) ? 'warning' : 'error';
  return findingOf(fault, entry, { field: path, message }, severity);
}

/** The construct paths of what is told already. */
function toldPlaces(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => /^\[([^\]]+)\]/.exec(line)?.[1] ?? []));
}

function isTold(origin: string, told: ReadonlySet<string>): boolean {
  if (told.size === 0) return false;
  const parts = origin.split('/');
  return parts.some((_, index) => told.has(parts.slice(0, index + 1).join('/')));
}
