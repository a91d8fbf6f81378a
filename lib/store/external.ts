import { isIPv4 } from 'node:net';
import { Construct } from 'constructs';
import { type ExternalEndpoint, externalEndpoint } from '../endpoint/endpoint';
import type { ExternalEndpointProps } from '../endpoint/external';
import { Environment } from '../environment/environment';
import { setOutputFile } from '../manifest/output-file';
import type { Problem } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { checkClosed, judge, readProps } from '../shape/check';
import { idIn } from '../shape/place';
import { ServiceEntry } from '../traffic/istio/service-entry';
import { checkPassword } from './check';
import { MYSQL_IMAGE } from './mysql';
import { POSTGRESQL_IMAGE } from './postgresql';
import { STAND_IN } from './read';
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
  return externalDatabase(placeIn('externalMySql', scope, name), props, MYSQL_IMAGE.number);
}

/** A PostgreSQL that somebody else runs, in the place of `new PostgreSql()`. @param name - of what the mesh is told of it */
export function externalPostgreSql(
  scope: Construct,
  name: string,
  props: ExternalDatabaseProps,
): Database<'postgresql'> {
  const place = placeIn('externalPostgreSql', scope, name);
  return externalDatabase(place, props, POSTGRESQL_IMAGE.number);
}

/** A Redis that somebody else runs, in the place of `new Redis()`. @param name - of what the mesh is told of it */
export function externalRedis(
  scope: Construct,
  name: string,
  given: ExternalRedisProps,
): Store<RedisPort> {
  const place = placeIn('externalRedis', scope, name);
  const { followers, ...leader } = readOutside(place, given);
  const redis = outside(leader, 6379);
  const readers = followers === undefined ? redis : outside(followers, 6379);
  tellMesh(place, redis);
  if (readers !== redis)
    tellMesh(placeIn('externalRedis', scope, `${place.name}-followers`), readers);
  return { endpoint: (port) => (port === 'followers' ? readers : redis) };
}

/** A Memcached that somebody else runs, in the place of `new Memcached()`. @param name - of what the mesh is told of it */
export function externalMemcached(
  scope: Construct,
  name: string,
  props: ExternalStoreProps,
): Store<'memcached'> {
  const place = placeIn('externalMemcached', scope, name);
  const endpoint = outside(readOutside(place, props), 11211);
  tellMesh(place, endpoint);
  return { endpoint: () => endpoint };
}

function externalDatabase<P extends string>(
  place: Place,
  given: ExternalDatabaseProps,
  usualPort: number,
): Database<P> {
  const { database, user, password, ...where } = readOutside(place, given, ({ password }) =>
    checkPassword('password', password),
  );
  const endpoint = outside(where, usualPort);
  tellMesh(place, endpoint);
  return { database, user, password, endpoint: () => endpoint };
}

/** Where it is told what is wrong with a store, and what the mesh knows of it. */
interface Place {
  readonly entry: string;
  readonly name: string;
  readonly construct: Construct;
}

function placeIn(entry: string, scope: Construct, name: string): Place {
  const construct = new Construct(scope, idIn(entry, scope, name));
  setOutputFile(construct, `${name}.yaml`);
  return { entry, name, construct };
}

/** What nothing is known of, in the place of what is wrong and has been reported. */
const UNKNOWN = { ...STAND_IN, host: 'unknown.invalid', cidrs: [] };

function readOutside<T extends ExternalStoreProps>(
  { entry, construct }: Place,
  given: T,
  check: (props: T) => readonly Problem[] = () => [],
): T {
  const readable = readProps(entry, given);
  // Without its addresses, which one may misspell, it would be open to all.
  reportProblems(
    construct,
    judge({ problems: checkClosed(entry, given) }, () => check(readable.props)),
  );
  return readable.problems.length === 0 ? readable.props : { ...UNKNOWN, ...readable.props };
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
function tellMesh({ construct, name }: Place, endpoint: ExternalEndpoint): void {
  const isMeshed = Environment.find(construct)?.spec.mesh !== undefined;
  if (!isMeshed || endpoint.pods !== undefined || endpoint.problems.length > 0) return;
  new ServiceEntry(construct, name, {
    endpoints: [endpoint],
    // An address needs a name that the mesh knows it by.
    ...(isIPv4(endpoint.host) && { host: `${name}.external` }),
    // Stores encrypt by protocols of their own, in which the server speaks first.
    protocols: { [endpoint.port]: 'TCP' },
    exportTo: ['.'],
  });
}
