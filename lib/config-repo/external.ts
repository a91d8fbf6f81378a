import type { IConstruct } from 'constructs';
import { addExternal, kindFrom } from '../manifest/external';
import { findText } from '../manifest/fields';
import { requireConstruct } from '../manifest/require';
import { wrongValue } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { requireCall } from '../shape/check';

/** Where an object outside is, and what it holds. */
export interface ExternalOptions {
  /** @default that of the system or chart around the construct, or else any */
  readonly namespace?: string;
  /** Keys of a ConfigMap or a Secret, with which references are compared. @default any */
  readonly keys?: readonly string[];
}

/**
 * Declares that something else makes an object, so that others may refer to it: a Secret of another team, a
 * Service of the platform. Nothing of it is written.
 * @param construct - system or chart that refers to it, or the whole app
 * @param kind - `v1/Secret`, `apps/v1/Deployment`, `networking.istio.io/v1/Gateway`
 * @param name - of the object
 */
export function external(
  construct: IConstruct,
  kind: string,
  name: string,
  options: ExternalOptions = {},
): void {
  requireConstruct('external()', construct, "external(this, 'v1/Secret', 'name')");
  requireCall('external', construct, kind, name, options);
  const parts = kind.split('/');
  const last = parts.at(-1) ?? '';
  if (!/^[A-Z][A-Za-z0-9]*$/.test(last) || parts.length > 3)
    reportProblems(construct, [
      wrongValue('external()', kind, "API version and kind: 'v1/Secret', 'apps/v1/Deployment'"),
    ]);
  const { namespace = namespaceAround(construct), keys } = options;
  addExternal(construct, { kind: kindFrom(parts.slice(0, -1), last), name, namespace, keys });
}

/** The namespace of the nearest chart, as cdk8s gives it to objects. */
function namespaceAround(construct: IConstruct): string | undefined {
  for (const scope of [...construct.node.scopes].reverse())
    if ('namespace' in scope && typeof scope.namespace === 'string')
      return findText(scope.namespace);
  return undefined;
}
