import type { ExternalEndpoint } from '../../endpoint/endpoint';
import type { StringMap } from '../../kubernetes/labels';
import type { ObjectOptions } from '../wire';

/** What the mesh takes a port's traffic for. */
export type EntryProtocol =
  | 'HTTP'
  | 'HTTPS'
  | 'HTTP2'
  | 'GRPC'
  | 'GRPC-WEB'
  | 'MONGO'
  | 'MYSQL'
  | 'REDIS'
  | 'TCP'
  | 'TLS';

/** One of the servers behind the hosts. */
export interface EntryServer {
  /** IP address, or DNS name with `resolution: 'DNS'`. */
  readonly address: string;
  /** Its own ports, by the entry's port names. @default the same */
  readonly ports?: Readonly<Record<string, number>>;
  readonly labels?: StringMap;
  readonly network?: string;
  /** `region/zone/subzone` */
  readonly locality?: string;
  readonly weight?: number;
  readonly serviceAccount?: string;
}

interface EntryOptions extends ObjectOptions {
  /** What is called: from `externalEndpoint()`. At least one. */
  readonly endpoints: readonly ExternalEndpoint[];
  /**
   * What a port carries, by its number.
   * @default TLS for 443 and 8443, or else TCP
   */
  readonly protocols?: Readonly<Record<number, EntryProtocol>>;
  /** Other numbers of the ports at the servers, by port. @default the same */
  readonly targetPorts?: Readonly<Record<number, number>>;
  /** Name for what has only an address: `db.internal`. */
  readonly host?: string;
  /** Virtual addresses, as CIDRs with `resolution: 'NONE'` or `'STATIC'`. @default the endpoints' `cidrs` */
  readonly addresses?: readonly string[];
  /** Whether its traffic is the mesh's own. @default 'MESH_EXTERNAL' */
  readonly location?: 'MESH_EXTERNAL' | 'MESH_INTERNAL';
  /** Namespaces that see it: `.` is its own, `*` all. @default all */
  readonly exportTo?: readonly string[];
  /** Names of which the server's certificate has to have one. @default not compared */
  readonly subjectAltNames?: readonly string[];
  /**
   * How addresses are found. @default 'DNS' for names; 'NONE' for names with `*`, and for names with `cidrs` on
   * ports of TCP, of which the mesh knows nothing else; 'STATIC' for addresses
   */
  readonly resolution?: 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS';
}

/** Something outside of the mesh, as the mesh is to see it. */
export type ServiceEntryProps = EntryOptions &
  (
    | {
        /** Servers behind the hosts. @default the hosts themselves */
        readonly servers?: readonly EntryServer[];
        readonly workloadSelector?: never;
      }
    | {
        /** Labels of pods and WorkloadEntries behind the hosts. */
        readonly workloadSelector: StringMap;
        readonly servers?: never;
      }
  );
