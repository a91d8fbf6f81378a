import type { TrafficDuration } from '../values';

/** How requests are spread over pods by themselves. */
export type SimpleBalancing = 'LEAST_REQUEST' | 'ROUND_ROBIN' | 'RANDOM' | 'PASSTHROUGH';

/** A cookie that Istio sets, to keep callers with their pod. */
export interface StickyCookie {
  readonly name: string;
  /** `0s` for as long as the browser runs. @default the cookie is not set, only read */
  readonly ttl?: TrafficDuration | '0s';
  readonly path?: string;
  /** `SameSite`, `Secure` and others. @default none */
  readonly attributes?: readonly { readonly name: string; readonly value?: string }[];
}

type Ring =
  | {
      /** @default 1024 */
      readonly ringHash?: { readonly minimumRingSize: number };
      readonly maglev?: never;
    }
  | {
      /** A prime number. @default 65537 */
      readonly maglev: { readonly tableSize?: number };
      readonly ringHash?: never;
    };

type HashKey = 'httpHeaderName' | 'httpCookie' | 'useSourceIp' | 'httpQueryParameterName';
type NotBy<K extends HashKey> = { readonly [Other in Exclude<HashKey, K>]?: never };

/** What keeps those that are alike with the same pod: one thing of a request. */
export type ConsistentHash = Ring &
  (
    | ({ readonly httpHeaderName: string } & NotBy<'httpHeaderName'>)
    | ({ readonly httpCookie: StickyCookie } & NotBy<'httpCookie'>)
    | ({ readonly useSourceIp: true } & NotBy<'useSourceIp'>)
    | ({ readonly httpQueryParameterName: string } & NotBy<'httpQueryParameterName'>)
  );

/** Which places traffic goes to: `region/zone/subzone`, with `*` at the end for the rest. */
export type LocalitySetting = {
  /** @default the mesh's */
  readonly enabled?: boolean;
} & (
  | {
      /** Percentages by place. */
      readonly distribute: readonly {
        readonly from: string;
        readonly to: Readonly<Record<string, number>>;
      }[];
      readonly failover?: never;
      readonly failoverPriority?: never;
    }
  | {
      /** Region to go to when that of the caller fails; needs `outlierDetection`. */
      readonly failover?: readonly { readonly from: string; readonly to: string }[];
      /** Labels that caller and pod should have in common, the strongest first; needs `outlierDetection`. */
      readonly failoverPriority?: readonly string[];
      readonly distribute?: never;
    }
);

/** New pods get their part little by little. */
export interface Warmup {
  readonly duration: TrafficDuration;
  /** @default 10 */
  readonly minimumPercent?: number;
  /** At least 1. @default 1 */
  readonly aggression?: number;
}

/** Which pod gets a request. */
export type LoadBalancing = {
  readonly localityLbSetting?: LocalitySetting;
  readonly warmup?: Warmup;
} & (
  | {
      /** @default the mesh's: 'LEAST_REQUEST' */
      readonly simple?: SimpleBalancing;
      readonly consistentHash?: never;
    }
  | { readonly consistentHash: ConsistentHash; readonly simple?: never }
);

/** How many connections and requests there may be at once. */
export interface ConnectionPool {
  readonly tcp?: {
    readonly maxConnections?: number;
    readonly connectTimeout?: TrafficDuration;
    readonly idleTimeout?: TrafficDuration | '0s';
    readonly maxConnectionDuration?: TrafficDuration;
    readonly tcpKeepalive?: {
      readonly probes?: number;
      readonly time?: TrafficDuration;
      readonly interval?: TrafficDuration;
    };
  };
  readonly http?: {
    readonly http1MaxPendingRequests?: number;
    readonly http2MaxRequests?: number;
    readonly maxRequestsPerConnection?: number;
    readonly maxRetries?: number;
    readonly idleTimeout?: TrafficDuration;
    readonly h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';
    readonly useClientProtocol?: boolean;
    readonly maxConcurrentStreams?: number;
  };
}

/** When a pod is left alone for a while, because it fails. */
export interface OutlierDetection {
  /** 0 for never. @default 5 */
  readonly consecutive5xxErrors?: number;
  /** 502, 503 and 504; 0 for never. @default 0 */
  readonly consecutiveGatewayErrors?: number;
  /** With `splitExternalLocalOriginErrors`. @default 5 */
  readonly consecutiveLocalOriginFailures?: number;
  /** Counts failures to connect apart from answers. @default false */
  readonly splitExternalLocalOriginErrors?: boolean;
  /** @default 10s */
  readonly interval?: TrafficDuration;
  /** @default 30s */
  readonly baseEjectionTime?: TrafficDuration;
  /** The most pods that are left alone, in percent. @default 10 */
  readonly maxEjectionPercent?: number;
  /** With fewer healthy pods, in percent, all get traffic. @default 0 */
  readonly minHealthPercent?: number;
}

interface ServerTrust {
  /** Name that is asked for. @default the host of the request */
  readonly sni?: string;
  /** Names of which the server's certificate has to have one. @default the host */
  readonly subjectAltNames?: readonly string[];
  /** Takes any certificate: for tests. @default false */
  readonly insecureSkipVerify?: boolean;
}

/** A Secret in the caller's namespace, or files in its proxy. */
type TrustFiles = {
  readonly caCertificates?: string;
  readonly caCrl?: string;
  readonly credentialName?: never;
};

/** How connections to a destination are encrypted. */
export type ClientTls =
  | { readonly mode: 'DISABLE' | 'ISTIO_MUTUAL' }
  | ({ readonly mode: 'SIMPLE' } & ServerTrust & (TrustFiles | { readonly credentialName: string }))
  | ({ readonly mode: 'MUTUAL' } & ServerTrust &
      (
        | { readonly credentialName: string }
        | (TrustFiles & { readonly clientCertificate: string; readonly privateKey: string })
      ));

/** How one port of a destination is called. */
export interface PortPolicy {
  readonly loadBalancer?: LoadBalancing;
  readonly connectionPool?: ConnectionPool;
  readonly outlierDetection?: OutlierDetection;
  readonly tls?: ClientTls;
}
