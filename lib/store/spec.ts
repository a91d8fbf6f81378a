import type { Endpoint } from '../endpoint/endpoint';
import type { EnvSource } from '../pod/env';
import type { Probes } from '../pod/probes';
import type { ClaimSpec } from '../state/claim';
import type { StatefulMicroserviceProps } from '../state/spec';

/** What a ready-made store leaves to whoever uses it, in the words of a microservice. */
export interface StoreProps extends StorePods {
  /** In the place of those that the store has. @default by a client of the image, where it has one */
  readonly probes?: Probes<never>;
}

type StorePods = Pick<
  StatefulMicroserviceProps,
  | 'image'
  | 'resources'
  | 'args'
  | 'config'
  | 'volumes'
  | 'pod'
  | 'component'
  | 'labels'
  | 'annotations'
  | 'observability'
  | 'recommendResources'
>;

/** Where data is kept: in a claim of the store's own, or in one that is there already. */
export type Storage =
  | (ClaimSpec & { readonly claim?: never })
  | {
      /** Name of a PersistentVolumeClaim of the namespace. */
      readonly claim: string;
      /**
       * The folder of the volume that the data is in, `''` for its root.
       * @default as in a volume of the store's own: `mysql` for MySQL, the root for PostgreSQL
       */
      readonly subPath?: string;
      readonly size?: never;
    };

/** A store, in the cluster or outside of it: its ports as values. */
export interface Store<P extends string> {
  endpoint(port: P): Endpoint;
}

/** What a database's clients need to know; the password by reference. */
export interface DatabaseAccess {
  /** Name of the database. */
  readonly database: string;
  /** Who may do everything in it, and nothing outside of it. */
  readonly user: string;
  /** A key of a Secret: from `secret.key('password')`. */
  readonly password: EnvSource;
}

/** A database, in the cluster or outside of it. */
export interface Database<P extends string> extends Store<P>, DatabaseAccess {}
