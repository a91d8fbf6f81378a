import type { StringMap } from '../../kubernetes/labels';
import type { CertificateRequest } from '../certificate';
import type { ObjectOptions } from '../wire';

/** Versions of TLS. */
export type TlsVersion = 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3';

interface TlsOptions {
  /** @default 'TLSV1_2' */
  readonly minProtocolVersion?: TlsVersion;
  /** @default 'TLSV1_3' */
  readonly maxProtocolVersion?: TlsVersion;
  /** Names as OpenSSL has them. @default Istio's */
  readonly cipherSuites?: readonly string[];
}

/** What a gateway shows to clients: Secrets in its pods' namespace, or a new certificate. */
export type ServerCredential =
  | {
      /** Name of the Secret. */
      readonly credentialName: string;
      readonly credentialNames?: never;
      readonly certificate?: never;
    }
  | {
      /** Names of two Secrets, one for RSA and one for ECDSA. */
      readonly credentialNames: readonly [string, string];
      readonly credentialName?: never;
      readonly certificate?: never;
    }
  | {
      /** From cert-manager, for the server's hosts. */
      readonly certificate: CertificateRequest;
      readonly credentialName?: never;
      readonly credentialNames?: never;
    };

/** What a gateway wants of clients. */
interface ClientTrust {
  /** Secret with the authority that clients' certificates come from. @default in the credential itself */
  readonly caCertCredentialName?: string;
  /** Names of which a client's certificate has to have one. @default any */
  readonly subjectAltNames?: readonly string[];
  /** SHA-256 of clients' certificates, in hex. @default any */
  readonly verifyCertificateHash?: readonly string[];
  /** SHA-256 of clients' public keys, in base64. @default any */
  readonly verifyCertificateSpki?: readonly string[];
}

/** How a gateway's connections are encrypted. */
export type ServerTls =
  | ({ readonly mode: 'SIMPLE' } & ServerCredential & TlsOptions)
  | ({ readonly mode: 'MUTUAL' | 'OPTIONAL_MUTUAL' } & ServerCredential & ClientTrust & TlsOptions)
  | ({ readonly mode: 'ISTIO_MUTUAL' } & TlsOptions)
  | { readonly mode: 'PASSTHROUGH' }
  | { readonly mode: 'AUTO_PASSTHROUGH' };

interface ServerOptions {
  /** `shop.example.com`, `*.example.com`, `*`; `namespace/host` says whose VirtualServices may use it. */
  readonly hosts: readonly string[];
  /** Name of the port. @default by its protocol: `http`, `https-1` */
  readonly name?: string;
  /** Address that the gateway listens on. @default all */
  readonly bind?: string;
}

/** A port of a gateway, and the hosts that it is for. */
export type GatewayServer = ServerOptions &
  (
    | {
        readonly protocol: 'HTTP' | 'HTTP2' | 'GRPC';
        /** @default 80 */
        readonly port?: number;
        /** Sends clients to HTTPS. @default false */
        readonly httpsRedirect?: boolean;
        readonly tls?: never;
      }
    | {
        readonly protocol: 'HTTPS';
        /** @default 443 */
        readonly port?: number;
        readonly tls: ServerTls;
        readonly httpsRedirect?: never;
      }
    | {
        readonly protocol: 'TLS';
        readonly port: number;
        readonly tls: ServerTls;
        readonly httpsRedirect?: never;
      }
    | {
        readonly protocol: 'TCP' | 'MONGO' | 'MYSQL' | 'REDIS';
        readonly port: number;
        readonly tls?: never;
        readonly httpsRedirect?: never;
      }
  );

/** Ports of a gateway's pods, and what they are for. */
export interface IstioGatewayProps extends ObjectOptions {
  /** Labels of the gateway's pods. @default the environment's: istio: ingressgateway */
  readonly selector?: StringMap;
  /** At least one. */
  readonly servers: readonly GatewayServer[];
  /** Namespace of the gateway's pods, where Secrets have to be. @default the environment's: istio-system */
  readonly podNamespace?: string;
}
