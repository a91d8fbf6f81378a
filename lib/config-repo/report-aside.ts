import { appendFileSync, mkdirSync } from 'node:fs';
import { lineOf, type Severity } from '../checks/finding';
import { type Report, reportOf } from '../checks/report/report';
import { findingOfLine } from '../checks/rules';
import type { Synthesis } from './synthesis';

/** What an app has to say to `supercargo check`: a line of JSON. */
export interface ReportAside {
  readonly environments: readonly string[];
  readonly report: Report;
}

/** The file that takes the report of an app, which writes nothing else then; undefined as a rule. */
export function findReportFile(): string | undefined {
  return process.env.SUPERCARGO_REPORT;
}

/** Writes what is wrong, in place of the manifests. */
export function writeReport(
  { manifests, problems, warnings = [], findings = [], waived = [] }: Synthesis,
  environments: readonly string[],
  file: string,
  outdir: string,
): void {
  const told = new Set(findings.map(lineOf));
  const others = (lines: readonly string[], severity: Severity) =>
    lines
      .filter((line) => !told.has(line))
      .map((line) => ({ ...findingOfLine('invalid-spec', line), severity }));
  const all = [...others(problems, 'error'), ...others(warnings, 'warning'), ...findings];
  const report = reportOf({ findings: all, waived }, manifests);
  appendFileSync(file, `${JSON.stringify({ environments, report } satisfies ReportAside)}\n`);
  // The cdk8s CLI wants to see a folder.
  mkdirSync(outdir, { recursive: true });
}
