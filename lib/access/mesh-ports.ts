import type { Port } from '../pod/ports';
import type { Problem } from '../problem/problem';
import type { MeshFacts } from './analysis';

/** Checks that what is to close ports sees them: the mesh alone sees TCP, and nothing else. */
export function checkSeenByMesh(
  field: string,
  ports: readonly Port[],
  { access = {} }: MeshFacts,
): readonly Problem[] {
  const { dialects = [] } = access;
  if (!Array.isArray(dialects) || dialects.some((dialect) => dialect !== 'istio')) return [];
  if (dialects.length === 0) return [];
  return ports
    .filter(({ protocol }) => protocol !== 'TCP')
    .map(({ name, protocol }) => ({
      field: `${field}.${name}`,
      message: `is ${protocol}, which the mesh neither sees nor closes: add 'kubernetes' to access.dialects of the environment`,
    }));
}
