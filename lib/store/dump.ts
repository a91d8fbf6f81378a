import { hostOf, portOf } from '../endpoint/address';
import { requireCall } from '../shape/check';
import type { ScheduledTaskProps } from '../task/spec';
import { MYSQL_IMAGE } from './mysql';
import { storePods } from './pods';
import { POSTGRESQL_IMAGE } from './postgresql';
import type { Database } from './spec';

/** What a Backup of a database says of its pods; its image is that of the database. */
export interface Dump
  extends Required<Pick<ScheduledTaskProps, 'command' | 'env' | 'volumes' | 'pod'>> {
  /** It goes into a volume, and knows what to `keep`. */
  readonly copies: 'files';
}

/** What a run before has left unfinished goes, and a copy has its name only when it is whole. */
const BEGIN = `set -eu
rm -f -- "$FOLDER/$DB_NAME"-????????T??????Z.part
file="$FOLDER/$DB_NAME-$(date -u +%Y%m%dT%H%M%SZ)"
`;

/** The oldest copies come first, by their names. */
const end = (suffix: string) => `mv -- "$file.part" "$file.${suffix}"
set -- "$FOLDER/$DB_NAME"-????????T??????Z.${suffix}
while [ "$#" -gt "\${KEEP:-$#}" ]; do rm -- "$1"; shift; done
`;

const MYSQL_DUMP = `${BEGIN}mysqldump --host="$DB_HOST" --port="$DB_PORT" --user="$DB_USER" \\
  --single-transaction --routines --events --no-tablespaces --set-gtid-purged=OFF \\
  "$DB_NAME" > "$file.part"
${end('sql')}`;

const POSTGRESQL_DUMP = `${BEGIN}pg_dump --host="$DB_HOST" --port="$DB_PORT" --username="$DB_USER" \\
  --no-password --format=custom --file="$file.part" "$DB_NAME"
${end('dump')}`;

/**
 * All of a database as SQL, tables, views, triggers, routines and events, in one moment, without locking it: for a
 * `Backup` into a volume, in the cluster or outside of it. Users and grants are not part of a database.
 */
export function mySqlDump(database: Database<'mysql'>): Dump {
  requireCall('mySqlDump', database);
  return dump(database, MYSQL_DUMP, MYSQL_IMAGE.facts, {
    MYSQL_PWD: database.password,
    ...hostAndPort(database.endpoint('mysql')),
  });
}

/**
 * All of a database, in one moment, in the form that `pg_restore` reads: for a `Backup` into a volume, in the
 * cluster or outside of it.
 */
export function postgreSqlDump(database: Database<'postgresql'>): Dump {
  requireCall('postgreSqlDump', database);
  return dump(database, POSTGRESQL_DUMP, POSTGRESQL_IMAGE.facts, {
    PGPASSWORD: database.password,
    ...hostAndPort(database.endpoint('postgresql')),
  });
}

function hostAndPort(endpoint: Parameters<typeof hostOf>[0]) {
  return { DB_HOST: hostOf(endpoint), DB_PORT: portOf(endpoint) };
}

function dump(
  { database, user }: Database<never>,
  script: string,
  { user: runAsUser, group }: Pick<typeof MYSQL_IMAGE.facts, 'user' | 'group'>,
  env: Dump['env'],
): Dump {
  const resources = { cpu: '1m', memory: '1Mi' } as const;
  const { volumes, pod } = storePods(
    { resources },
    { user: runAsUser, group, writes: { tmp: '/tmp' } },
  );
  return {
    copies: 'files',
    command: ['sh', '-c', script],
    env: { DB_NAME: database, DB_USER: user, ...env },
    volumes,
    pod: { securityContext: pod.securityContext },
  };
}
