import { sha256 } from '../../kubernetes/sha256';
import { allRules } from '../registry';
import type { Report, ReportedFinding } from './report';

/** Where the pages of all rules are. */
const PAGES = 'https://unpkg.com/supercargo/docs/checks';

/**
 * A report in SARIF 2.1.0, which code hosts show beside the lines of a pull request.
 * @param placeOf - where a file is: its path from the repository's root on, `dist/qa/shop/cart.yaml`, or its URL
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reportInSarif(
  { findings, waived }: Report,
  placeOf: (file: string) => string,
): string {
  const rules = allRules();
  const indexes = new Map(rules.map(({ id }, index) => [`${id}`, index]));
  const result = (finding: ReportedFinding) => ({
    ruleId: finding.rule,
    ...(indexes.has(finding.rule) && { ruleIndex: indexes.get(finding.rule) }),
    level: finding.severity,
    message: { text: textOf(finding) },
    locations: [locationOf(finding, placeOf)],
    partialFingerprints: { 'supercargo/v1': fingerprintOf(finding) },
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'supercargo',
            informationUri: 'https://www.npmjs.com/package/supercargo',
            rules: rules.map(({ id, group, severity, summary }) => ({
              id,
              shortDescription: { text: summary },
              helpUri: `${PAGES}/${id}.md`,
              defaultConfiguration: { level: severity },
              properties: { tags: [group] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: [
          ...findings.map(result),
          ...waived.map((finding) => ({
            ...result(finding),
            suppressions: [{ kind: 'inSource', justification: finding.reason }],
          })),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** The same for a finding wherever its object stands in a file, so that it is told as new once. */
function fingerprintOf(finding: ReportedFinding): string {
  const { rule, file = '', construct = '', name, field, message } = finding;
  const parts = JSON.stringify([rule, file, construct, name, field, message]);
  return sha256(parts).slice(0, 32);
}

function textOf({ name, field, message, fix }: ReportedFinding): string {
  return [name, field, message, fix].filter((part) => part !== undefined && part !== '').join(': ');
}

function locationOf(
  { file, line, construct, name }: ReportedFinding,
  placeOf: (file: string) => string,
) {
  return {
    ...(file !== undefined && {
      physicalLocation: {
        artifactLocation: { uri: uriOf(placeOf(file)) },
        ...(line !== undefined && { region: { startLine: line } }),
      },
    }),
    logicalLocations: [{ fullyQualifiedName: construct ?? name, kind: 'resource' }],
  };
}

function uriOf(place: string): string {
  return place.startsWith('file://') ? place : place.split('/').map(encodeURIComponent).join('/');
}
