import { type Fields, fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import type { Objects } from '../objects';
import { type CheckContext, type Found, rule } from '../rule';
import { whenComplete } from './complete';
import { findExternal, findTarget, noObject } from './outside';

/** An object that another one names. */
interface Link {
  readonly field: string;
  readonly kind: string;
  readonly name: unknown;
  /** @default that of the object */
  readonly namespace?: string;
}

/** Names of kinds that something else of the same project makes. */
const LINKS: Readonly<Record<string, (spec: Fields, entry: ManifestEntry) => readonly Link[]>> = {
  'external-secrets.io/ExternalSecret': ({ secretStoreRef }) => {
    const { kind = 'SecretStore', name } = fieldsOf(secretStoreRef);
    if (kind !== 'SecretStore') return [];
    const group = 'external-secrets.io';
    return [{ field: 'spec.secretStoreRef.name', kind: `${group}/SecretStore`, name }];
  },
  'external-secrets.io/SecretStore': ({ provider }) =>
    Object.entries(fieldsOf(provider)).flatMap(([key, value]) => accountLinks(key, value)),
  'cert-manager.io/Certificate': ({ issuerRef }) => {
    const { kind = 'Issuer', name, group = 'cert-manager.io' } = fieldsOf(issuerRef);
    if (kind !== 'Issuer' || group !== 'cert-manager.io') return [];
    return [{ field: 'spec.issuerRef.name', kind: 'cert-manager.io/Issuer', name }];
  },
  'keda.sh/ScaledObject': triggers,
  'keda.sh/ScaledJob': triggers,
  'networking.istio.io/VirtualService': ({ http }) =>
    itemsOf(http).flatMap((route, index) => {
      const { delegate, name: own } = fieldsOf(route);
      const { name, namespace } = fieldsOf(delegate);
      const field = `spec.http[${findText(own) ?? index}].delegate.name`;
      const kind = 'networking.istio.io/VirtualService';
      return [{ field, kind, name, namespace: findText(namespace) }];
    }),
};

/** Objects that others name, of which there is nothing more to say. */
export const links = whenComplete(
  rule({
    id: 'missing-object',
    group: 'references',
    severity: 'error',
    summary: 'a store, issuer, authentication or delegate that an object names is not there',
    kinds: Object.keys(LINKS),
    check: (objects, context) => [
      ...mistakenIssuers(objects, context),
      ...Object.entries(LINKS).flatMap(([kind, linksOf]) =>
        objects
          .ofKind(kind)
          .flatMap((entry) =>
            linksOf(fieldsOf(entry.manifest.spec), entry).flatMap(
              ({ field, kind: target, name, namespace }) =>
                typeof name !== 'string' ||
                findTarget(objects, context, entry, target, name, namespace) !== undefined
                  ? []
                  : [{ entry, field, message: noObject(objects, entry, target, name, namespace) }],
            ),
          ),
      ),
    ],
  }),
);

/** Certificates of a ClusterIssuer that isn't there, beside an Issuer of the same name. */
function mistakenIssuers(objects: Objects, context: CheckContext): readonly Found[] {
  return objects.ofKind('cert-manager.io/Certificate').flatMap((entry) => {
    const { kind, name } = fieldsOf(fieldsOf(entry.manifest.spec).issuerRef);
    if (kind !== 'ClusterIssuer' || typeof name !== 'string') return [];
    const all = 'cert-manager.io/ClusterIssuer';
    if (objects.find(entry, 'cert-manager.io/Issuer', name) === undefined) return [];
    if (objects.find(entry, all, name, '') !== undefined) return [];
    if (findExternal(objects, context, all, name, '') !== undefined) return [];
    return [
      {
        entry,
        field: 'spec.issuerRef',
        message: `is ClusterIssuer '${name}', which is not among these objects, beside Issuer '${name}' of the namespace: write issuerKind: 'Issuer' if that is meant, or declare the ClusterIssuer with external()`,
      },
    ];
  });
}

function triggers(spec: Fields): readonly Link[] {
  return itemsOf(spec.triggers).flatMap((trigger, index) => {
    const { kind = 'TriggerAuthentication', name } = fieldsOf(fieldsOf(trigger).authenticationRef);
    if (kind !== 'TriggerAuthentication') return [];
    const field = `spec.triggers[${index}].authenticationRef.name`;
    return [{ field, kind: 'keda.sh/TriggerAuthentication', name }];
  });
}

/** The account as which a store signs in. */
function accountLinks(key: string, provider: unknown): readonly Link[] {
  const { auth } = fieldsOf(provider);
  return Object.entries(fieldsOf(auth)).map(([way, value]) => {
    const { name, namespace } = fieldsOf(fieldsOf(value).serviceAccountRef);
    const field = `spec.provider.${key}.auth.${way}.serviceAccountRef.name`;
    return { field, kind: 'ServiceAccount', name, namespace: findText(namespace) };
  });
}
