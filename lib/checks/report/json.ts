import { ofSeverity, type Report } from './report';

/** A report for programs. */
export function reportInJson({ findings, waived }: Report): string {
  const errors = ofSeverity(findings, 'error').length;
  const counts = { errors, warnings: findings.length - errors, waived: waived.length };
  return `${JSON.stringify({ ...counts, findings, waivers: waived }, undefined, 2)}\n`;
}
