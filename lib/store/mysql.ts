import { Construct } from 'constructs';
import type { ServiceEndpoint } from '../endpoint/endpoint';
import type { EnvSource } from '../pod/env';
import { idIn } from '../shape/place';
import type { StatefulMicroservice } from '../state/stateful-microservice';
import { type DatabaseImage, type DatabaseProps, databasePods } from './database';
import { readStore, STAND_IN } from './read';
import type { Database } from './spec';

/** A MySQL that stands by itself; its administrator is `root`. */
export interface MySqlProps extends DatabaseProps {}

/** The official image, of Oracle Linux or Debian. @see https://hub.docker.com/_/mysql */
export const MYSQL_IMAGE = {
  port: 'mysql',
  number: 3306,
  facts: {
    user: 999,
    group: 999,
    writes: { run: '/var/run/mysqld', tmp: '/tmp' },
    gracePeriod: '60s',
  },
  mountPath: '/var/lib/mysql',
  // The server wants its folder empty at first, and many a file system begins with `lost+found`.
  subPath: 'mysql',
  longestUser: 32,
  env: ({ database, user, password, adminPassword }) => ({
    MYSQL_DATABASE: database,
    MYSQL_USER: user,
    MYSQL_PASSWORD: password,
    MYSQL_ROOT_PASSWORD: adminPassword,
  }),
  // Whoever asks: a server that refuses them is there.
  ping: ['mysqladmin', 'ping', '--host=127.0.0.1'],
} as const satisfies DatabaseImage<'mysql'>;

/**
 * One MySQL, by its official image: a StatefulMicroservice of its name, with a volume, a database, and a user
 * for it. They are made when the volume is empty, and not changed afterwards.
 */
export class MySql extends Construct implements Database<'mysql'> {
  readonly name: string;
  readonly database: string;
  readonly user: string;
  readonly password: EnvSource;
  /** What runs it. */
  readonly pods: StatefulMicroservice<'mysql', string>;

  constructor(scope: Construct, name: string, given: MySqlProps) {
    super(scope, idIn('MySql', scope, name));
    this.name = name;
    const props = readStore(this, 'MySql', given, STAND_IN);
    this.database = props.database;
    this.user = props.user;
    this.password = props.password;
    this.pods = databasePods(this, name, props, MYSQL_IMAGE);
  }

  /** The port as a value. */
  endpoint(port: 'mysql'): ServiceEndpoint {
    return this.pods.endpoint(port);
  }
}
