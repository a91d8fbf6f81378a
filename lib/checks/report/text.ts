import { inOneLine } from '../../problem/problem';
import { ofSeverity, placeInWords, type Report, type ReportedFinding } from './report';

/** A report for people: a line for each finding with its rule behind it, and a count. */
export function reportInText({ findings, waived }: Report): string {
  const errors = ofSeverity(findings, 'error').length;
  const warnings = findings.length - errors;
  const counts = [
    counted(errors, 'error'),
    counted(warnings, 'warning'),
    ...(waived.length > 0 ? [`${waived.length} allowed`] : []),
  ];
  return [...findings.map(lineOf), counts.join(', '), ''].join('\n');
}

function lineOf(finding: ReportedFinding): string {
  const { severity, rule, name, field, message, fix } = finding;
  const parts = [name, field, message, fix].filter((part) => part !== undefined && part !== '');
  return inOneLine(`${severity} [${placeInWords(finding)}] ${parts.join(': ')} (${rule})`);
}

function counted(count: number, what: string): string {
  return `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}`;
}
