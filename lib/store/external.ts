import { isIPv4 } from 'node:net';
import { Construct } from 'constructs';
import { type ExternalEndpoint, externalEndpoint } from '../endpoint/endpoint';
import type { ExternalEndpointProps } from '../endpoint/external';
import { Environment } from '../environment/environment';
import { setOutputFile } from '../manifest/output-file';
import type { Problem } from '../problem/problem';
import { freeId, reportProblems } from '../problem/report';
import { ServiceEntry } from '../traffic/istio/service-entry';
import { checkPassword } from './check';
import { MYSQL_IMAGE } from './mysql';
import { POSTGRESQL_IMAGE } from './postgresql';
import type { RedisPort } from './redis';
import type { Database, DatabaseAccess, Store } from './spec';

/** Where a store is that somebody else runs: a cloud, or another team. */
export interface ExternalStoreProps extends Pick<ExternalEndpointProps, 'host' | 'cidrs' | 'pods'> {
  /** @default the usual one of its kind */
  readonly port?: number;
}

/** Where a database is that somebody else runs, and what its clients need to know. */
export interface ExternalDatabaseProps extends ExternalStoreProps, DatabaseAccess {}

/** Where a Redis is that somebody else runs. */
export interface ExternalRedisProps extends ExternalStoreProps {
  /** Where it is read. @default where it is written */
  readonly followers?: ExternalStoreProps;
}

/** A MySQL that somebody else runs, in the place of `new MySql()`. @param name - of what the mesh is told of it */
export function externalMySql(
  scope: Construct,
  name: string,
  props: ExternalDatabaseProps,
): Database<'mysql'> {
  return externalDatabase(scope, name, props, MYSQL_IMAGE.number);
}

/** A PostgreSQL that somebody else runs, in the place of `new PostgreSql()`. @param name - of what the mesh is told of it */
export function externalPostgreSql(
  scope: Construct,
  name: string,
  props: ExternalDatabaseProps,
): Database<'postgresql'> {
  return externalDatabase(scope, name, props, POSTGRESQL_IMAGE.number);
}

/** A Redis that somebody else runs, in the place of `new Redis()`. @param name - of what the mesh is told of it */
export function externalRedis(
  scope: Construct,
  name: string,
  { followers, ...leader }: ExternalRedisProps,
): Store<RedisPort> {
  const redis = outside(leader, 6379);
  const readers = followers === undefined ? redis : outside(followers, 6379);
  tellMesh(scope, name, redis);
  if (readers !== redis) tellMesh(scope, `${name}-followers`, readers);
  return { endpoint: (port) => (port === 'followers' ? readers : redis) };
}

/** A Memcached that somebody else runs, in the place of `new Memcached()`. @param name - of what the mesh is told of it */
export function externalMemcached(
  scope: Construct,
  name: string,
  props: ExternalStoreProps,
): Store<'memcached'> {
  const endpoint = outside(props, 11211);
  tellMesh(scope, name, endpoint);
  return { endpoint: () => endpoint };
}

function externalDatabase<P extends string>(
  scope: Construct,
  name: string,
  { database, user, password, ...where }: ExternalDatabaseProps,
  usualPort: number,
): Database<P> {
  const endpoint = outside(where, usualPort);
  tellMesh(scope, name, endpoint, checkPassword('password', password));
  return { database, user, password, endpoint: () => endpoint };
}

function outside(
  { host, port, cidrs, pods }: ExternalStoreProps,
  usualPort: number,
): ExternalEndpoint {
  return externalEndpoint({
    host,
    port: port ?? usualPort,
    ...(cidrs !== undefined && { cidrs }),
    ...(pods !== undefined && { pods }),
  });
}

/**
 * Has a mesh know what is outside of it, so that pods reach it where the mesh lets out only to what it knows, too.
 * What is wrong with an endpoint is told by whoever calls it.
 */
function tellMesh(
  scope: Construct,
  name: string,
  endpoint: ExternalEndpoint,
  problems: readonly Problem[] = [],
): void {
  const place = new Construct(scope, freeId(scope, name));
  setOutputFile(place, `${name}.yaml`);
  reportProblems(place, problems);
  const isMeshed = Environment.find(scope)?.spec.mesh !== undefined;
  if (!isMeshed || endpoint.pods !== undefined || endpoint.problems.length > 0) return;
  new ServiceEntry(place, name, {
    endpoints: [endpoint],
    // An address needs a name that the mesh knows it by.
    ...(isIPv4(endpoint.host) && { host: `${name}.external` }),
    // Stores encrypt by protocols of their own, in which the server speaks first.
    protocols: { [endpoint.port]: 'TCP' },
    exportTo: ['.'],
  });
}
