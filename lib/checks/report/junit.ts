import { allRules } from '../registry';
import { placeInWords, type Report, type ReportedFinding } from './report';

/**
 * A report as JUnit has it: a suite for each group, a case for each finding, and one that passes for each
 * rule that has found nothing. Warnings count as skipped cases, which CI shows and doesn't fail on.
 * @param isStrict - whether warnings fail, too
 */
export function reportInJUnit({ findings }: Report, isStrict: boolean): string {
  const found = new Set(findings.map(({ rule }) => rule));
  const cases = [
    ...findings.map((finding) => ({ ...finding, text: failedCase(finding, isStrict) })),
    ...allRules()
      .filter(({ id }) => !found.has(id))
      .map(({ id, group, summary }) => ({
        group,
        severity: undefined,
        text: `    <testcase classname="${id}" name="${xml(summary)}"/>`,
      })),
  ];
  const groups = [...new Set(allRules().map(({ group }) => group))];
  const suites = groups.flatMap((group) => {
    const own = cases.filter((one) => one.group === group);
    const failures = own.filter(({ severity }) => severity && (isStrict || severity === 'error'));
    const skipped = isStrict ? 0 : own.filter(({ severity }) => severity === 'warning').length;
    return [
      `  <testsuite name="${group}" tests="${own.length}" failures="${failures.length}" errors="0" skipped="${skipped}">`,
      ...own.map(({ text }) => text),
      '  </testsuite>',
    ];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="supercargo check">',
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function failedCase(finding: ReportedFinding, isStrict: boolean): string {
  const { rule, severity, name, field, message, fix, file, line } = finding;
  const text = [field, message, fix].filter((part) => part !== undefined && part !== '').join(': ');
  const place = placeInWords(finding);
  const attributes = [
    `classname="${rule}"`,
    `name="${xml(name === '' ? place : `${name} at ${place}`)}"`,
    ...(file === undefined ? [] : [`file="${xml(file)}"`]),
    ...(line === undefined ? [] : [`line="${line}"`]),
  ].join(' ');
  const result =
    severity === 'error' || isStrict
      ? `<failure type="${severity}" message="${xml(text)}">${xml([place, name, text].filter((part) => part !== '').join(': '))}</failure>`
      : `<skipped message="${xml(`warning: ${text}`)}"/>`;
  return `    <testcase ${attributes}>${result}</testcase>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** A text in XML 1.0, which has no place for most control characters. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replace(/[&<>"\n\r\t]/g, (character) => ENTITIES[character] ?? character);
}
