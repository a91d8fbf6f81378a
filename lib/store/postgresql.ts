import { Construct } from 'constructs';
import type { ServiceEndpoint } from '../endpoint/endpoint';
import type { EnvSource } from '../pod/env';
import { idIn } from '../shape/place';
import type { StatefulMicroservice } from '../state/stateful-microservice';
import { type DatabaseImage, type DatabaseProps, databasePods } from './database';
import { readStore, STAND_IN } from './read';
import type { Database } from './spec';

/** A PostgreSQL that stands by itself; its administrator is `postgres`. */
export interface PostgreSqlProps extends Omit<DatabaseProps, 'config'> {}

/** At the first start, the administrator makes a user who is none, and a database that is this user's. */
const OWNER_SCRIPT = `psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres \\
  --set=owner="$OWNER" --set=password="$OWNER_PASSWORD" --set=database="$OWNER_DATABASE" <<'SQL'
CREATE ROLE :"owner" LOGIN PASSWORD :'password';
CREATE DATABASE :"database" OWNER :"owner";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
SQL
`;

/** The official image, of Debian; Alpine's has user and group 70. @see https://hub.docker.com/_/postgres */
export const POSTGRESQL_IMAGE = {
  port: 'postgresql',
  number: 5432,
  facts: {
    user: 999,
    group: 999,
    writes: { run: '/var/run/postgresql', tmp: '/tmp' },
    gracePeriod: '60s',
  },
  // Above the folder that images before 18 declare as a volume, which is none of ours, and that those from 18 on
  // refuse; PGDATA lies beside it.
  mountPath: '/var/lib/postgresql',
  longestUser: 63,
  env: ({ database, user, password, adminPassword }) => ({
    POSTGRES_USER: 'postgres',
    POSTGRES_PASSWORD: adminPassword,
    PGDATA: '/var/lib/postgresql/pgdata',
    OWNER: user,
    OWNER_PASSWORD: password,
    OWNER_DATABASE: database,
  }),
  ping: ['pg_isready', '--host=127.0.0.1', '--username=postgres'],
  scripts: {
    files: {
      mountPath: '/docker-entrypoint-initdb.d',
      contents: { 'owner.sh': OWNER_SCRIPT },
    },
  },
} as const satisfies DatabaseImage<'postgresql'>;

/**
 * One PostgreSQL, by its official image: a StatefulMicroservice of its name, with a volume, a database, and its
 * owner. They are made when the volume is empty, and not changed afterwards.
 */
export class PostgreSql extends Construct implements Database<'postgresql'> {
  readonly name: string;
  readonly database: string;
  readonly user: string;
  readonly password: EnvSource;
  /** What runs it. */
  readonly pods: StatefulMicroservice<'postgresql', string>;

  constructor(scope: Construct, name: string, given: PostgreSqlProps) {
    super(scope, idIn('PostgreSql', scope, name));
    this.name = name;
    const props = readStore(this, 'PostgreSql', given, STAND_IN);
    this.database = props.database;
    this.user = props.user;
    this.password = props.password;
    this.pods = databasePods(this, name, props, POSTGRESQL_IMAGE);
  }

  /** The port as a value. */
  endpoint(port: 'postgresql'): ServiceEndpoint {
    return this.pods.endpoint(port);
  }
}
