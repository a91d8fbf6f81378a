import { reportInJson } from '../../../lib/checks/report/json';
import { reportInJUnit } from '../../../lib/checks/report/junit';
import { type Report, reportOf } from '../../../lib/checks/report/report';
import { reportInSarif } from '../../../lib/checks/report/sarif';
import { reportInText } from '../../../lib/checks/report/text';
import { findingOfLine } from '../../../lib/checks/rules';
import type { Waived } from '../../../lib/checks/waivers';
import { readYaml } from '../../../lib/manifest/read-yaml';

const { manifests } = readYaml(
  'qa/a b.yaml',
  '{ apiVersion: v1, kind: Service, metadata: { name: cart } }\n---\n{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }',
);
const [service] = manifests;
const fromCode = service && {
  ...service,
  origin: 'qa/shop/cart',
  file: 'qa/shop/cart.yaml',
  manifest: { ...service.manifest, metadata: { name: 'cart', namespace: 'shop' } },
};

const waived: Waived = {
  findings: [
    {
      rule: 'plain-secret',
      severity: 'warning',
      object: 'Service shop/cart',
      origin: 'qa/shop/cart',
      field: 'data.a',
      message: 'looks like "one" & <two>\n\u0001',
    },
    findingOfLine('invalid-spec', '[qa/shop] name: got 1'),
    {
      rule: 'unknown-field',
      severity: 'error',
      object: 'Namespace shop',
      origin: 'qa/a b.yaml:3',
      field: 'spec.a',
      message: 'unknown field',
      fix: 'take it out',
    },
  ],
  waived: [
    {
      finding: {
        rule: 'host-path',
        severity: 'error',
        object: 'Service cart',
        origin: 'qa/a b.yaml:1',
        field: '',
        message: 'is wrong',
      },
      reason: 'because',
    },
  ],
};
const report = reportOf(waived, [...manifests, ...(fromCode ? [fromCode] : [])]);

test('names object, place, rule and group, errors first', () => {
  expect(report.findings).toEqual([
    {
      rule: 'invalid-spec',
      group: 'schema',
      severity: 'error',
      name: '',
      construct: 'qa/shop',
      field: '',
      message: 'name: got 1',
    },
    {
      rule: 'unknown-field',
      group: 'schema',
      severity: 'error',
      name: 'Namespace shop',
      object: { apiVersion: 'v1', kind: 'Namespace', name: 'shop' },
      file: 'qa/a b.yaml',
      line: 3,
      field: 'spec.a',
      message: 'unknown field',
      fix: 'take it out',
    },
    {
      rule: 'plain-secret',
      group: 'safety',
      severity: 'warning',
      name: 'Service shop/cart',
      object: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'cart' },
      construct: 'qa/shop/cart',
      file: 'qa/shop/cart.yaml',
      field: 'data.a',
      message: 'looks like "one" & <two>\n\u0001',
    },
  ]);
});

test('text has a line for each, and counts', () => {
  expect(reportInText(report)).toBe(
    [
      'error [qa/shop] name: got 1 (invalid-spec)',
      'error [qa/a b.yaml:3] Namespace shop: spec.a: unknown field: take it out (unknown-field)',
      'warning [qa/shop/cart] Service shop/cart: data.a: looks like "one" & <two>\\u000a\\u0001 (plain-secret)',
      '2 errors, 1 warning, 1 allowed',
      '',
    ].join('\n'),
  );
  expect(reportInText({ findings: [], waived: [] })).toBe('no errors, no warnings\n');
});

test('JSON has the counts, the findings and what is allowed', () => {
  expect(JSON.parse(reportInJson(report))).toMatchObject({
    errors: 2,
    warnings: 1,
    waived: 1,
    findings: report.findings,
    waivers: [{ rule: 'host-path', reason: 'because' }],
  });
});

test('SARIF has a location below the folder, a page for each rule, and what is allowed as suppressed', () => {
  const log = JSON.parse(reportInSarif(report, (file) => `dist/${file}`));
  const [{ tool, results }] = log.runs;
  expect(log.version).toBe('2.1.0');
  const index = tool.driver.rules.findIndex(({ id }: { id: string }) => id === 'unknown-field');
  expect(tool.driver.rules[index]).toEqual({
    id: 'unknown-field',
    shortDescription: { text: 'a field is not one of its kind' },
    helpUri: 'https://unpkg.com/supercargo/docs/checks/unknown-field.md',
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['schema'] },
  });
  expect(results[1]).toEqual({
    ruleId: 'unknown-field',
    ruleIndex: index,
    level: 'error',
    message: { text: 'Namespace shop: spec.a: unknown field: take it out' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'dist/qa/a%20b.yaml' },
          region: { startLine: 3 },
        },
        logicalLocations: [{ fullyQualifiedName: 'Namespace shop', kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'supercargo/v1': expect.stringMatching(/^[0-9a-f]{32}$/) },
  });
  expect(results[3].suppressions).toEqual([{ kind: 'inSource', justification: 'because' }]);
});

test('JUnit has a suite for each group, and text that XML takes', () => {
  const lines = reportInJUnit(report, false).split('\n');
  expect(lines.filter((line) => /<failure|<skipped/.test(line))).toEqual([
    '    <testcase classname="invalid-spec" name="qa/shop"><failure type="error" message="name: got 1">qa/shop: name: got 1</failure></testcase>',
    '    <testcase classname="unknown-field" name="Namespace shop at qa/a b.yaml:3" file="qa/a b.yaml" line="3"><failure type="error" message="spec.a: unknown field: take it out">qa/a b.yaml:3: Namespace shop: spec.a: unknown field: take it out</failure></testcase>',
    '    <testcase classname="plain-secret" name="Service shop/cart at qa/shop/cart" file="qa/shop/cart.yaml"><skipped message="warning: data.a: looks like &quot;one&quot; &amp; &lt;two&gt;&#10;\ufffd"/></testcase>',
  ]);
  expect(suiteOf(lines, 'schema')).toMatch(/ failures="2" errors="0" skipped="0">$/);
  expect(suiteOf(lines, 'safety')).toMatch(/ failures="0" errors="0" skipped="1">$/);
});

test('JUnit fails on warnings where they count', () => {
  const lines = reportInJUnit(report, true).split('\n');
  expect(suiteOf(lines, 'safety')).toMatch(/ failures="1" errors="0" skipped="0">$/);
});

function suiteOf(lines: readonly string[], group: string): string | undefined {
  return lines.find((line) => line.includes(`<testsuite name="${group}"`));
}

test('nothing found is an empty report', () => {
  const empty: Report = { findings: [], waived: [] };
  expect(reportOf({ findings: [], waived: [] }, manifests)).toEqual(empty);
});
