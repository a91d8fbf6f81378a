import { allRules } from '../../../lib/checks/registry';
import { type Report, reportOf } from '../../../lib/checks/report/report';
import { reportInSarif } from '../../../lib/checks/report/sarif';
import { findingOfLine } from '../../../lib/checks/rules';
import { runChecks } from '../../../lib/checks/run';
import { readYaml } from '../../../lib/manifest/read-yaml';

/** What SARIF 2.1.0 asks of a log, as far as this one goes. */
interface Log {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly rules: readonly { readonly id: string }[];
      };
    };
    readonly results: readonly Result[];
  }[];
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation: { readonly uri: string };
      readonly region?: { readonly startLine: number };
    };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

/** Findings of many rules, in a file whose name no address takes as it is. */
function reportOn(lines: string): Report {
  const { manifests } = readYaml(
    'qa/a b#1%.yaml',
    `${lines}{ apiVersion: v1, kind: Pod, metadata: { name: A }, spec: { hostNetwork: true, containers: [{ name: a, image: a }] } }`,
  );
  const { findings, waived } = runChecks(manifests);
  const unreadable = findingOfLine('unreadable-yaml', "b.yaml:2 can't be read");
  return reportOf({ findings: [unreadable, ...findings], waived }, manifests);
}

function logOf(report: Report): Log {
  const log: Log = JSON.parse(reportInSarif(report, (file) => `out/${file}`));
  return log;
}

const log = logOf(reportOn(''));
const [run] = log.runs;
const { rules, name } = run?.tool.driver ?? { rules: [], name: '' };
const results = run?.results ?? [];

test('it is one run of SARIF 2.1.0, by a tool with a name', () => {
  expect(log.version).toBe('2.1.0');
  expect(log.$schema).toMatch(/^https:.*sarif.*2\.1\.0.*\.json$/);
  expect(log.runs).toHaveLength(1);
  expect(name).toBe('supercargo');
});

test('it has each rule once', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(rules).toHaveLength(allRules().length);
});

test('each result has a rule, a level, a text and a place', () => {
  expect(results.length).toBeGreaterThan(5);
  for (const { ruleId, ruleIndex, level, message, locations } of results) {
    expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(['error', 'warning', 'note', 'none']).toContain(level);
    expect(message.text).not.toBe('');
    expect(locations).toHaveLength(1);
    for (const { physicalLocation } of locations) {
      const uri = physicalLocation?.artifactLocation.uri ?? '/';
      // Relative, and nothing in it that an address may not have.
      expect(uri).toMatch(/^(?![\w+.-]*:|\/)(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$/);
      expect(['out/qa/a b#1%.yaml', 'out/b.yaml']).toContain(decodeURIComponent(uri));
      expect(physicalLocation?.region?.startLine).toBeGreaterThanOrEqual(1);
    }
  }
});

test('fingerprints tell results apart, and stay where lines move', () => {
  const prints = (all: readonly Result[]) =>
    all.map(({ partialFingerprints }) => partialFingerprints['supercargo/v1']);
  expect(new Set(prints(results)).size).toBe(results.length);
  expect(prints(logOf(reportOn('# moved\n\n')).runs[0]?.results ?? [])).toEqual(prints(results));
});
