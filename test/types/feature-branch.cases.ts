import type { Case, Suite } from './suite';

function branch(fields: string): string {
  return `new sc.FeatureBranch(system, 'own', { ${fields} })`;
}

const CASES: readonly Case[] = [
  [
    'a branch without end',
    branch("«expires: '2026-12-31', ≠ »microservices: []"),
    '{ microservices: [] }',
  ],
  ['a day that is none', branch("expires: «'2026-12-31' ≠ 'soon'», microservices: []"), 'expires'],
  [
    'a variant of a name',
    branch("expires: '2026-12-31', microservices: [{ of: «cart ≠ 'cart'», image }]"),
    'of',
  ],
  [
    'a variant without an image',
    branch("expires: '2026-12-31', microservices: [{ of: cart«, image ≠ » }]"),
    '{ of: cart }',
  ],
  [
    'a header and a cookie',
    "const c: sc.Condition = { header: 'a'« ≠ , cookie: 'b'», exact: 'c' }",
    'c',
  ],
  [
    'two ways to match',
    "const c: sc.Condition = { header: 'a', exact: 'b'« ≠ , prefix: 'c'» }",
    'c',
  ],
  ['a condition on nothing', "const c: sc.Condition = { «header: 'a', ≠ »exact: 'b' }", 'c'],
  [
    'production without a reason',
    "const e: Pick<sc.EnvironmentSpec, 'featureBranches'> = { featureBranches: «{ allow: 'testers' } ≠ true» }",
    'featureBranches',
  ],
  [
    'variables that are none',
    "const v: Omit<sc.VariantSpec, 'image'> = { env: { A: «'1' ≠ 1» } }",
    'A',
  ],
];

const IMPORTS = `
import * as sc from '../../lib';
import { cart, system } from './shop';
const image = 'cart:v2';
`;

export const featureBranch: Suite = { imports: IMPORTS, cases: CASES };
