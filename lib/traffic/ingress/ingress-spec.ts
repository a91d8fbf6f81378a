import type { ServiceEndpoint } from '../../endpoint/endpoint';
import type { CertificateRequest } from '../certificate';
import type { ObjectOptions } from '../wire';
import type { NginxOptions } from './nginx';

/** Where requests of some paths go. */
export interface IngressPath {
  /** @default '/' */
  readonly path?: string;
  /** @default 'Prefix' */
  readonly pathType?: 'Prefix' | 'Exact' | 'ImplementationSpecific';
  readonly to: ServiceEndpoint;
}

/** Where requests of a host go. */
export interface IngressRule {
  /** @default all hosts */
  readonly host?: string;
  /** An endpoint for all paths, or paths. */
  readonly paths: ServiceEndpoint | readonly IngressPath[];
}

/** A certificate and the hosts that it is for. */
export type IngressTls = {
  readonly hosts: readonly string[];
} & (
  | {
      /** Name of a Secret. @default the controller's own certificate */
      readonly secretName?: string;
      readonly certificate?: never;
    }
  | {
      /** From cert-manager, for these hosts. */
      readonly certificate: CertificateRequest;
      readonly secretName?: never;
    }
);

/** Which requests go where. */
export interface IngressProps extends ObjectOptions {
  /** Name of the IngressClass. @default the cluster's default */
  readonly ingressClassName?: string;
  readonly rules?: readonly IngressRule[];
  readonly tls?: readonly IngressTls[];
  /** Where all other requests go. @default the controller's own */
  readonly defaultBackend?: ServiceEndpoint;
  /** What the NGINX Ingress controller is told by annotations. @default nothing */
  readonly nginx?: NginxOptions;
}
