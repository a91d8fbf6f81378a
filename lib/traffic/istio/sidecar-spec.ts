import type { IConstruct } from 'constructs';
import type { Destination } from '../destination';
import type { ObjectOptions } from '../wire';
import type { ServerTls } from './gateway-spec';
import type { ConnectionPool } from './traffic-policy';

/** What a proxy knows of the mesh: of all that there is, only what its pods call. */
export interface SidecarProps extends ObjectOptions {
  /** Whose proxies: those of a microservice, or of all pods of a system. */
  readonly of: IConstruct;
  /**
   * What they know beside what is called, as `namespace/host`: `istio-system/*` for collectors there.
   * @default nothing
   */
  readonly hosts?: readonly string[];
  /** What is done with calls to somewhere else. @default the mesh's */
  readonly outboundTrafficPolicy?:
    | { readonly mode: 'REGISTRY_ONLY'; readonly egressProxy?: never }
    | {
        readonly mode: 'ALLOW_ANY';
        /** Through which such calls go. @default none */
        readonly egressProxy?: Destination;
      };
  /** Limits for what comes in. @default none */
  readonly inboundConnectionPool?: ConnectionPool;
  /** Ports on which traffic comes in, where they aren't to be found out. @default found out */
  readonly ingress?: readonly SidecarListener[];
  /** How calls are caught. @default 'DEFAULT' */
  readonly captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE';
}

/** A port on which a proxy takes what comes in. */
export interface SidecarListener {
  readonly port: { readonly number: number; readonly protocol: string; readonly name: string };
  readonly bind?: string;
  readonly captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE';
  /** `127.0.0.1:8080`, `unix:///path`. @default the same port of the pod */
  readonly defaultEndpoint?: string;
  readonly tls?: ServerTls;
  readonly connectionPool?: ConnectionPool;
}
