import type { Endpoint } from '../../endpoint/endpoint';
import type { Destination, Weighted } from '../destination';
import type { ObjectOptions } from '../wire';
import type { GatewayName } from './gateway-name';
import type { VirtualHttpRoute } from './http';
import type { TcpMatch, TlsMatch } from './match';

/** What is done with some connections. */
export interface VirtualTcpRoute {
  /** Connections it is for: those that any of these fits. @default all */
  readonly match?: readonly TcpMatch[];
  readonly route: Destination | readonly Weighted[];
}

/** What is done with some connections that are encrypted throughout. */
export interface VirtualTlsRoute {
  readonly match: readonly TlsMatch[];
  readonly route: Destination | readonly Weighted[];
}

/** Which requests go where. At least one rule. */
export interface VirtualServiceProps extends ObjectOptions {
  /**
   * Whom the callers ask for: endpoints, for the mesh, and public host names, for gateways.
   * @default none: it is for another VirtualService's `delegate`
   */
  readonly hosts?: readonly (Endpoint | string)[];
  /** Through which they come. @default the mesh's own proxies */
  readonly gateways?: readonly GatewayName[];
  /** Namespaces that it holds for: `.` is its own, `*` all. @default all */
  readonly exportTo?: readonly string[];
  /** For HTTP and gRPC; the first that fits is taken. */
  readonly http?: readonly VirtualHttpRoute[];
  /** For encrypted connections, by server name. */
  readonly tls?: readonly VirtualTlsRoute[];
  /** For all other connections. */
  readonly tcp?: readonly VirtualTcpRoute[];
}
