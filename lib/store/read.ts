import type { Construct } from 'constructs';
import { reportProblems } from '../problem/report';
import { readProps } from '../shape/check';

const PASSWORD = {
  kind: 'secret-key',
  object: 'unnamed',
  key: 'password',
  optional: false,
} as const;

/** What a store's pods can't do without, in the place of what is wrong and has been reported. */
export const STAND_IN = {
  database: 'unnamed',
  user: 'unnamed',
  password: PASSWORD,
  adminPassword: PASSWORD,
  storage: { size: '1Gi' },
  resources: { cpu: '1', memory: '1Gi' },
} as const;

/** A store's props as far as they can be read; the rest is reported. */
export function readStore<T extends object>(
  store: Construct,
  entry: string,
  given: T,
  standIn: Partial<T>,
): T {
  const { props, problems } = readProps(entry, given, standIn);
  reportProblems(store, problems);
  return props;
}
