import type { IConstruct } from 'constructs';
import { Environment } from '../../environment/environment';
import { type Problem, wrongValue } from '../../problem/problem';
import type { Exposed } from './spec';

/** Who has which host and path, in each environment; or in each app, where there are none. */
const claims = new WeakMap<IConstruct, Map<string, string>>();

/**
 * Takes a host and path for a construct. Of two that want the same in one environment only one would be
 * reached: the second one is a problem.
 */
export function claimHost(
  field: string,
  construct: IConstruct,
  { host, path = '/' }: Exposed,
): readonly Problem[] {
  const place = Environment.find(construct) ?? construct.node.root;
  const taken = claims.get(place) ?? new Map<string, string>();
  claims.set(place, taken);
  const key = `${host}${path === '/' ? path : path.replace(/\/$/, '')}`;
  const other = taken.get(key);
  if (other !== undefined && other !== construct.node.path)
    return [wrongValue(field, key, `a host and path of its own: this one is that of [${other}]`)];
  taken.set(key, construct.node.path);
  return [];
}
