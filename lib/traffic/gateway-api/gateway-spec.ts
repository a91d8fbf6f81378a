import type { GatewaySpec } from '../../../imports/gateway.networking.k8s.io';
import type { StringMap } from '../../kubernetes/labels';
import type { Wire } from '../../manifest/wire';
import type { CertificateRequest } from '../certificate';
import type { ObjectOptions } from '../wire';

/** What a listener shows to clients. */
export type ListenerTls = {
  /** Options of the implementation. @default none */
  readonly options?: StringMap;
} & (
  | {
      /** Names of Secrets in the Gateway's namespace, or with theirs. At least one. */
      readonly certificateRefs: readonly (
        | string
        | { readonly name: string; readonly namespace: string }
      )[];
      readonly certificate?: never;
      readonly mode?: never;
    }
  | {
      /** From cert-manager, for the listener's host. */
      readonly certificate: CertificateRequest;
      readonly certificateRefs?: never;
      readonly mode?: never;
    }
  | {
      /** Leaves the encryption to who is behind it. */
      readonly mode: 'Passthrough';
      readonly certificate?: never;
      readonly certificateRefs?: never;
    }
);

/** Routes that a listener takes. */
export interface AllowedRoutes {
  /** Namespaces of the routes: its own, all, or those with labels. @default 'Same' */
  readonly namespaces?: 'Same' | 'All' | StringMap;
  /** @default those that fit its protocol */
  readonly kinds?: readonly ('HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute' | 'UDPRoute')[];
}

interface ListenerOptions {
  /** @default by its protocol: `http`, `https-1` */
  readonly name?: string;
  readonly allowedRoutes?: AllowedRoutes;
}

/** A port of a gateway. */
export type Listener = ListenerOptions &
  (
    | {
        readonly protocol: 'HTTP';
        /** @default 80 */
        readonly port?: number;
        /** @default all */
        readonly hostname?: string;
        readonly tls?: never;
      }
    | {
        readonly protocol: 'HTTPS';
        /** @default 443 */
        readonly port?: number;
        /** @default all */
        readonly hostname?: string;
        readonly tls: Exclude<ListenerTls, { readonly mode: 'Passthrough' }>;
      }
    | {
        readonly protocol: 'TLS';
        readonly port: number;
        /** @default all */
        readonly hostname?: string;
        readonly tls: ListenerTls;
      }
    | {
        readonly protocol: 'TCP' | 'UDP';
        readonly port: number;
        readonly hostname?: never;
        readonly tls?: never;
      }
  );

/** A gateway, and what it listens for. */
export interface GatewayProps extends ObjectOptions {
  readonly gatewayClassName: string;
  /** At least one. */
  readonly listeners: readonly Listener[];
  /** Further fields, in the Gateway API's own words. @default none */
  readonly other?: Pick<
    Wire<GatewaySpec>,
    'addresses' | 'allowedListeners' | 'infrastructure' | 'tls'
  >;
}
