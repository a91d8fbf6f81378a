import type { Case, Suite } from './suite';

/** A title; and a snippet with the right and the wrong words in place, as «right ≠ wrong». */
const CASES: readonly Case[] = [
  [
    'a waiver of an unknown rule',
    "sc.allow(system, «'host-path' ≠ 'host-paths'», 'because')",
    "'host-paths'",
  ],
  ['a waiver without a reason', "sc.allow(system, 'host-path'«, 'because' ≠ »)", 'allow'],
  [
    'a version of Kubernetes with a patch',
    "const v: sc.KubernetesVersion = «'1.28' ≠ 'v1.28'»",
    'v',
  ],
];

const IMPORTS = `
import * as sc from '../../lib';
import { system } from './shop';
`;

export const checks: Suite = { imports: IMPORTS, cases: CASES };
