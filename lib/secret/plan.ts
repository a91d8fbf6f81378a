import type {
  ExternalSecretSpec,
  SecretStoreSpecProvider,
} from '../../imports/external-secrets.io';
import type { ExistingStore, SecretBackend } from '../environment/secrets';
import type { StringMap } from '../kubernetes/labels';
import { kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import type { Wire } from '../manifest/wire';
import { metadataOf, toManifest } from '../traffic/wire';
import type { ExternalSecretProps, KeySource, RemoteKey, SealedSecretProps } from './spec';

const API_VERSION = 'external-secrets.io/v1';

/** A SecretStore, which signs in as a service account of its namespace. */
export function planStore(name: string, backend: SecretBackend): Manifest {
  const spec = { provider: planProvider(backend, backend.serviceAccount ?? name) };
  return toManifest({ apiVersion: API_VERSION, kind: 'SecretStore' }, metadataOf(name, {}), spec);
}

function planProvider(backend: SecretBackend, account: string): object {
  const serviceAccountRef = { name: account };
  switch (backend.kind) {
    case 'vault': {
      const { server, path = 'secret', version = 'v2', namespace, caProvider, role } = backend;
      const { mountPath = 'kubernetes' } = backend;
      const auth = { kubernetes: { mountPath, role, serviceAccountRef } };
      return provider({
        vault: { server, path, version, namespace, caProvider, auth },
      });
    }
    case 'azure-key-vault': {
      const { vaultUrl, tenantId } = backend;
      return provider({
        azurekv: { vaultUrl, tenantId, authType: 'WorkloadIdentity', serviceAccountRef },
      });
    }
    case 'aws': {
      const { region, service = 'SecretsManager' } = backend;
      return provider({ aws: { service, region, auth: { jwt: { serviceAccountRef } } } });
    }
    case 'gcp-secret-manager': {
      const { projectId, cluster } = backend;
      const workloadIdentity = {
        clusterName: cluster?.name,
        clusterLocation: cluster?.location,
        // The generated types have `clusterProjectId` and `projectId`.
        clusterProjectID: cluster?.projectId,
        serviceAccountRef,
      };
      return { gcpsm: { projectID: projectId, auth: { workloadIdentity } } };
    }
  }
}

/** Has a misspelt field found. */
function provider(spec: Wire<SecretStoreSpecProvider>): object {
  return spec;
}

/** The service account of a store; undefined where there is one already. */
export function planStoreAccount(name: string, backend: SecretBackend): Manifest | undefined {
  if (backend.serviceAccount !== undefined) return undefined;
  const { labels } = metadataOf(name, {});
  return kubeManifest('KubeServiceAccount', {
    metadata: { name, labels, annotations: identityOf(backend) },
    automountServiceAccountToken: false,
  });
}

/** By what the cloud knows whom the service account stands for. */
function identityOf(backend: SecretBackend): StringMap | undefined {
  switch (backend.kind) {
    case 'vault':
      return undefined;
    case 'azure-key-vault':
      return {
        'azure.workload.identity/client-id': backend.clientId,
        'azure.workload.identity/tenant-id': backend.tenantId,
      };
    case 'aws':
      return { 'eks.amazonaws.com/role-arn': backend.roleArn };
    case 'gcp-secret-manager':
      return { 'iam.gke.io/gcp-service-account': backend.email };
  }
}

/** An ExternalSecret. The props have been checked before. */
export function planExternalSecret(
  name: string,
  props: ExternalSecretProps<string, string>,
  { kind, name: storeName }: ExistingStore,
): Manifest {
  const { keys, secretName, refreshInterval, deletionPolicy } = props;
  const template = planTemplate(props);
  const spec = {
    refreshInterval,
    secretStoreRef: { kind, name: storeName },
    target:
      secretName === undefined && deletionPolicy === undefined && template === undefined
        ? undefined
        : { name: secretName, deletionPolicy, template },
    data: Object.entries(keys).map(([secretKey, source]) => {
      const { key, property, version, decodingStrategy } = remoteOf(source);
      return { secretKey, remoteRef: { key, version, property, decodingStrategy } };
    }),
  } satisfies Wire<ExternalSecretSpec>;
  return toManifest(
    { apiVersion: API_VERSION, kind: 'ExternalSecret' },
    metadataOf(name, props),
    spec,
  );
}

/** With one, nothing but the template's own keys is in the Secret, unless they are merged. */
function planTemplate({ template = {}, type }: ExternalSecretProps<string, string>) {
  const hasData = Object.keys(template).length > 0;
  if (!hasData && type === undefined) return undefined;
  return {
    type,
    ...(hasData && { mergePolicy: 'Merge' as const, data: template }),
  };
}

/** `shop/mysql#password` in full. */
export function remoteOf(source: KeySource): RemoteKey {
  if (typeof source !== 'string') return source;
  const hash = source.lastIndexOf('#');
  if (hash < 0) return { key: source };
  return { key: source.slice(0, hash), property: source.slice(hash + 1) };
}

/**
 * A SealedSecret. The props have been checked before.
 * @see https://github.com/bitnami-labs/sealed-secrets#scopes
 */
export function planSealedSecret(name: string, props: SealedSecretProps): Manifest {
  const { encryptedData, scope = 'strict', type, labels, annotations } = props;
  const scoped = scope === 'strict' ? {} : { [`sealedsecrets.bitnami.com/${scope}`]: 'true' };
  const metadata = metadataOf(name, { labels, annotations: { ...annotations, ...scoped } });
  const spec = {
    encryptedData,
    template: {
      type,
      metadata: {
        name,
        labels: metadata.labels,
        annotations: scope === 'strict' ? undefined : scoped,
      },
    },
  };
  return toManifest({ apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret' }, metadata, spec);
}
