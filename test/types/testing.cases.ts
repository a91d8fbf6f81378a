import type { Case, Suite } from './suite';

/** A title; a snippet with the right and the wrong words in place, as «right ≠ wrong»; and the place. */
const CASES: readonly Case[] = [
  ['a kind that is no text', "manifests.find(«'Pod' ≠ 5»)", '5'],
  [
    'a pattern that holds a function',
    "manifests.has('Pod', { spec: «kit.absent() ≠ kit.absent» })",
    "'Pod', { spec: kit.absent }",
  ],
  ['a pattern for a name, and another', "manifests.all('Pod', «'cart' ≠ {}», {})", "'Pod', {}, {}"],
  [
    'a pattern whose type is open',
    "manifests.find('Pod', { spec: «{ ...open } ≠ open» })",
    "'Pod', { spec: open }",
  ],
  [
    'a field that may be undefined, and one that may be a function',
    "manifests.find('Pod', { spec: { replicas: «maybe ≠ maybeCall» } })",
    "'Pod', { spec: { replicas: maybeCall } }",
  ],
  [
    'a captured value of another type',
    'const text: string = «kit.capture(isText) ≠ kit.capture()».value',
    'text',
  ],
  ['a source that is none', "kit.Manifests.of(«'dist' ≠ 5»)", '5'],
  [
    'an unknown rule',
    "expect(manifests).toHaveNoFindings({ rules: [«'host-path' ≠ 'host-paths'»] })",
    "'host-paths'",
  ],
  [
    'an unknown severity',
    "expect(system).toHaveNoFindings({ severity: «'error' ≠ 'fatal'» })",
    'severity',
  ],
  [
    'a kind that is no text, in a matcher of jest',
    "expect([cart]).not.toContainManifest(«'Pod' ≠ 5»)",
    '5',
  ],
  [
    'a matcher for what is no pod',
    "expect(«manifests.pod('cart', 7070) ≠ manifests»).toBeReachableFrom('web')",
    'toBeReachableFrom',
  ],
  ['no caller', "expect(manifests.pod('cart')).toBeReachableFrom(«'web' ≠ »)", 'toBeReachableFrom'],
  [
    'a matcher for what holds no manifests',
    "expect(«system ≠ 5»).toContainManifest('Pod')",
    'toContainManifest',
  ],
  [
    'manifests where text is due',
    "expect(«'a' ≠ manifests»).toMatchYamlFile('a.yaml')",
    'toMatchYamlFile',
  ],
];

const IMPORTS = `/// <reference types="jest" />
import * as kit from '../../lib/testing';
import '../../lib/testing/jest';
import { cart, system } from './shop';
declare const manifests: kit.Manifests;
interface OpenType { replicas: number }
declare const open: OpenType;
declare const maybe: number | undefined;
declare const maybeCall: number | (() => void);
const isText = (value: unknown): value is string => typeof value === 'string';
`;

export const testing: Suite = { imports: IMPORTS, cases: CASES };
