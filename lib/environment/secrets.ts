import { checkDnsSubdomain } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';

/** What the operator signs in with: a service account of the namespace, and no secret. */
interface ByServiceAccount {
  /** One that exists already. @default made with the store, with what the cloud needs to know on it */
  readonly serviceAccount?: string;
}

/** HashiCorp Vault, by its Kubernetes authentication. */
export interface VaultSecrets extends ByServiceAccount {
  readonly kind: 'vault';
  /** `https://vault.example.com:8200` */
  readonly server: string;
  /** Vault's role, which is bound to the service account and its namespaces. */
  readonly role: string;
  /** Where the key-value engine is mounted. @default 'secret' */
  readonly path?: string;
  /** Of the key-value engine. @default 'v2' */
  readonly version?: 'v1' | 'v2';
  /** Where the Kubernetes authentication is mounted. @default 'kubernetes' */
  readonly mountPath?: string;
  /** Vault's own namespace, of its enterprise edition. @default none */
  readonly namespace?: string;
  /** Who has signed Vault's certificate. @default the operator's own trust */
  readonly caProvider?: {
    readonly type: 'ConfigMap' | 'Secret';
    readonly name: string;
    readonly key: string;
  };
}

/** Azure Key Vault, by workload identity. */
export interface AzureSecrets extends ByServiceAccount {
  readonly kind: 'azure-key-vault';
  /** `https://shop-prod.vault.azure.net` */
  readonly vaultUrl: string;
  /** Client of the managed identity, which has a federated credential for the service account. */
  readonly clientId: string;
  readonly tenantId: string;
}

/** AWS Secrets Manager, or the parameter store, by a role for service accounts (IRSA). */
export interface AwsSecrets extends ByServiceAccount {
  readonly kind: 'aws';
  readonly region: string;
  /** `arn:aws:iam::123456789012:role/shop-secrets` */
  readonly roleArn: string;
  /** @default 'SecretsManager' */
  readonly service?: 'SecretsManager' | 'ParameterStore';
}

/** Google Cloud's Secret Manager, by workload identity of GKE. */
export interface GcpSecrets extends ByServiceAccount {
  readonly kind: 'gcp-secret-manager';
  readonly projectId: string;
  /** The cloud's service account: `shop@project.iam.gserviceaccount.com`. */
  readonly email: string;
  /** The cluster, where the operator isn't to find it out by itself. @default its own */
  readonly cluster?: {
    readonly name: string;
    readonly location: string;
    readonly projectId?: string;
  };
}

/** A store that exists already. */
export interface ExistingStore {
  readonly kind: 'ClusterSecretStore' | 'SecretStore';
  readonly name: string;
}

/** Where secrets are kept: a SecretStore is made for it in each namespace that asks for one. */
export type SecretBackend = VaultSecrets | AzureSecrets | AwsSecrets | GcpSecrets;

/** Where an environment's secrets are kept, and how External Secrets gets at them. */
export type SecretsSpec = SecretBackend | ExistingStore;

const KINDS: readonly string[] = [
  'vault',
  'azure-key-vault',
  'aws',
  'gcp-secret-manager',
  'ClusterSecretStore',
  'SecretStore',
] satisfies readonly SecretsSpec['kind'][];

/** Checks where secrets are kept. */
export function checkSecrets(field: string, spec: SecretsSpec): readonly Problem[] {
  switch (spec.kind) {
    case 'vault':
      return [
        ...checkUrl(
          `${field}.server`,
          spec.server,
          /^https:\/\/[^\s/]+$/,
          'https://vault.example.com',
        ),
        ...checkText(`${field}.role`, spec.role),
        ...checkAccount(field, spec),
      ];
    case 'azure-key-vault':
      return [
        ...checkUrl(
          `${field}.vaultUrl`,
          spec.vaultUrl,
          /^https:\/\/[^\s/]+\/?$/,
          'https://shop.vault.azure.net',
        ),
        ...checkText(`${field}.clientId`, spec.clientId),
        ...checkText(`${field}.tenantId`, spec.tenantId),
        ...checkAccount(field, spec),
      ];
    case 'aws':
      return [
        ...checkText(`${field}.region`, spec.region),
        ...checkUrl(
          `${field}.roleArn`,
          spec.roleArn,
          /^arn:[\w-]+:iam::\d{12}:role\/\S+$/,
          'arn:aws:iam::123456789012:role/shop-secrets',
        ),
        ...checkAccount(field, spec),
      ];
    case 'gcp-secret-manager':
      return [
        ...checkText(`${field}.projectId`, spec.projectId),
        ...checkUrl(
          `${field}.email`,
          spec.email,
          /^[^@\s]+@[^@\s]+$/,
          'shop@project.iam.gserviceaccount.com',
        ),
        ...checkAccount(field, spec),
      ];
    case 'ClusterSecretStore':
    case 'SecretStore':
      return checkDnsSubdomain(`${field}.name`, spec.name);
    default:
      return [wrongKind(field, spec)];
  }
}

function wrongKind(field: string, spec: { readonly kind: unknown }): Problem {
  return wrongValue(`${field}.kind`, spec.kind, KINDS.join(', '));
}

function checkUrl(field: string, text: string, rule: RegExp, example: string): readonly Problem[] {
  return rule.test(text) ? [] : [wrongValue(field, text, `such as ${example}`)];
}

function checkText(field: string, text: string): readonly Problem[] {
  return typeof text === 'string' && /^\S+$/.test(text)
    ? []
    : [wrongValue(field, text, 'text without spaces')];
}

function checkAccount(field: string, { serviceAccount }: ByServiceAccount): readonly Problem[] {
  return serviceAccount === undefined
    ? []
    : checkDnsSubdomain(`${field}.serviceAccount`, serviceAccount);
}
