import { lineOf } from '../../lib/checks/finding';
import type { CheckContext } from '../../lib/checks/rule';
import { runChecks } from '../../lib/checks/run';
import { readYaml } from '../../lib/manifest/read-yaml';

/** What the rules of some ids find in YAML: `severity rule: [place] object: field: message`. */
export function findingsIn(
  yaml: string,
  ids: readonly string[],
  known: Partial<CheckContext> = {},
): readonly string[] {
  const { manifests, problems } = readYaml('a.yaml', yaml);
  expect(problems).toEqual([]);
  return runChecks(manifests, known)
    .findings.filter(({ rule }) => ids.includes(rule))
    .map((finding) => `${finding.severity} ${finding.rule}: ${lineOf(finding)}`);
}
