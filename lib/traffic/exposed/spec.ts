import type { GatewayReference } from '../../environment/ingress';
import type { CertificateRequest } from '../certificate';
import type { TrafficDuration } from '../values';
import type { ExposedCors } from './cors';
import type { ExposedDns } from './dns';
import type { Hsts } from './hsts';

/** How connections from outside are encrypted. */
export type ExposedTls = {
  /** What is done with requests that aren't encrypted. @default 'redirect' */
  readonly plainHttp?: 'redirect' | 'allow';
} & (
  | {
      /** Name of a Secret; with Istio in the namespace of the gateway's pods, or else in its own. */
      readonly credential: string;
      readonly certificate?: never;
    }
  | {
      /** From cert-manager, for the host. */
      readonly certificate: CertificateRequest;
      readonly credential?: never;
    }
);

/** How a microservice is reached from outside, by what its environment has for it. */
export interface Exposed<P extends string = string> {
  /** DNS name; `environment.host('shop')` gives one. */
  readonly host: string;
  /** Requests that it is for: those below this path. @default '/' */
  readonly path?: string;
  /** Name of the port. @default the first one of protocol TCP */
  readonly port?: P;
  /** @default none, or that of the gateway */
  readonly tls?: ExposedTls;
  /** A gateway of its own choice. @default the environment's */
  readonly gateway?: GatewayReference;
  /** How long a request may take. @default the gateway's */
  readonly timeout?: TrafficDuration;
  /** Which other sites' pages may send requests. @default none by this: the program decides */
  readonly cors?: ExposedCors;
  /** That browsers come by HTTPS only. @default not said; NGINX's controller says it by itself */
  readonly hsts?: Hsts;
  /** What external-dns is told of the host. @default the host and where it leads, by its own rules */
  readonly dns?: ExposedDns;
}
