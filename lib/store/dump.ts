import { hostOf, portOf } from '../endpoint/address';
import type { ScheduledTaskProps } from '../task/spec';
import { MYSQL_IMAGE } from './mysql';
import { storePods } from './pods';
import { POSTGRESQL_IMAGE } from './postgresql';
import type { Database } from './spec';

/** What a Backup of a database says of its pods; its image is that of the database. */
export type Dump = Required<Pick<ScheduledTaskProps, 'command' | 'env' | 'volumes' | 'pod'>>;

/** A copy has its name only when it is whole. */
const DUMP = `set -eu
file="$FOLDER/$DB_NAME-$(date -u +%Y%m%dT%H%M%SZ)"
`;

const MYSQL_DUMP = `${DUMP}mysqldump --host="$DB_HOST" --port="$DB_PORT" --user="$DB_USER" \\
  --single-transaction --no-tablespaces --set-gtid-purged=OFF "$DB_NAME" > "$file.part"
mv "$file.part" "$file.sql"
`;

const POSTGRESQL_DUMP = `${DUMP}pg_dump --host="$DB_HOST" --port="$DB_PORT" --username="$DB_USER" \\
  --no-password --format=custom --file="$file.part" "$DB_NAME"
mv "$file.part" "$file.dump"
`;

/**
 * All of a database as SQL, in one moment, without locking it: for a `Backup`, in the cluster or outside of it.
 * @param folder - where copies go: `to.mountPath` of the Backup
 */
export function mySqlDump(database: Database<'mysql'>, folder: string): Dump {
  return dump(database, folder, MYSQL_DUMP, MYSQL_IMAGE.facts, {
    MYSQL_PWD: database.password,
    ...hostAndPort(database.endpoint('mysql')),
  });
}

/**
 * All of a database, in one moment, in the form that `pg_restore` reads: for a `Backup`, in the cluster or outside
 * of it.
 * @param folder - where copies go: `to.mountPath` of the Backup
 */
export function postgreSqlDump(database: Database<'postgresql'>, folder: string): Dump {
  return dump(database, folder, POSTGRESQL_DUMP, POSTGRESQL_IMAGE.facts, {
    PGPASSWORD: database.password,
    ...hostAndPort(database.endpoint('postgresql')),
  });
}

function hostAndPort(endpoint: Parameters<typeof hostOf>[0]) {
  return { DB_HOST: hostOf(endpoint), DB_PORT: portOf(endpoint) };
}

function dump(
  { database, user }: Database<never>,
  folder: string,
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
    command: ['sh', '-c', script],
    env: { DB_NAME: database, DB_USER: user, FOLDER: folder, ...env },
    volumes,
    pod,
  };
}
