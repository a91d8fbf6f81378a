import { Construct } from 'constructs';
import { recreate } from '../delivery/deployment-release';
import { hostOf, portOf } from '../endpoint/address';
import type { ServiceEndpoint } from '../endpoint/endpoint';
import { checkDnsLabel } from '../kubernetes/names';
import { Microservice } from '../microservice/microservice';
import type { Env, EnvSource } from '../pod/env';
import { execProbe } from '../pod/probes';
import { emptyDir } from '../pod/volumes';
import { type Problem, wrongValue } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { idIn } from '../shape/place';
import type { ClaimSpec } from '../state/claim';
import { StatefulMicroservice } from '../state/stateful-microservice';
import { checkPassword } from './check';
import { type ImageFacts, storageOf, storePods } from './pods';
import { readStore, STAND_IN } from './read';
import type { Store, StoreProps } from './spec';

/** Copies of a leader's data, for reading. */
export interface RedisFollowers extends Partial<StoreProps> {
  /** At least 1. */
  readonly replicas: number;
  /** @default that of the leader, and `-followers` */
  readonly name?: string;
}

/** A Redis, and those that follow it. */
export interface RedisProps extends StoreProps {
  /** A key of a Secret; `'none'` only for what nobody may harm, since policies alone guard it then. */
  readonly password: EnvSource | 'none';
  /** A volume for the leader, and for each follower. @default in memory: what is in it goes with the pod */
  readonly storage?: ClaimSpec;
  /** @default none */
  readonly followers?: RedisFollowers;
}

/** The official image, of Debian; Alpine's has the same user. @see https://hub.docker.com/_/redis */
export const REDIS_IMAGE: ImageFacts = { user: 999, group: 999, writes: {} };

/** The ways in: where is written, and where is read. */
export type RedisPort = 'redis' | 'followers';

type RedisPods = Microservice<'redis'> | StatefulMicroservice<'redis', string>;

const FOLDER = '/data';

/** Fails when nobody answers, and is content with an error: a server that reads its data back says so. */
const PING = ['redis-cli', 'ping'];
const IS_READY = ['sh', '-c', 'test "$(redis-cli ping)" = PONG'];

/**
 * A Redis by its official image, and others that follow it: a Deployment of its name and one of theirs, or
 * StatefulSets, with `storage`. Nobody is made leader in the place of one that fails: it comes back.
 */
export class Redis extends Construct implements Store<RedisPort> {
  readonly name: string;
  readonly leader: RedisPods;
  /** Undefined without `followers`. */
  readonly followers: RedisPods | undefined;

  constructor(scope: Construct, name: string, given: RedisProps) {
    super(scope, idIn('Redis', scope, name));
    this.name = name;
    const props = readStore(this, 'Redis', given, {
      resources: STAND_IN.resources,
      password: STAND_IN.password,
    });
    const { followers, storage, password, ...common } = props;
    const problems = checkRedis(props);
    reportProblems(this, problems);
    const secret = password === 'none' || problems.length > 0 ? undefined : password;
    this.leader = redisPods(this, name, common, { storage, password: secret });
    this.followers = followers && this.createFollowers(followers, props, secret);
  }

  /** Where it is written, or where it is read: at the followers, or without any at the leader, too. */
  endpoint(port: RedisPort): ServiceEndpoint {
    const pods = port === 'followers' ? (this.followers ?? this.leader) : this.leader;
    return pods.endpoint('redis');
  }

  private createFollowers(
    { replicas, name = `${this.name}-followers`, ...own }: RedisFollowers,
    { storage, followers: _followers, password: _password, ...common }: RedisProps,
    password: EnvSource | undefined,
  ): RedisPods {
    const leader = this.leader.endpoint('redis');
    return redisPods(this, name, { ...common, ...own }, { storage, password, leader, replicas });
  }
}

/** What makes one Redis differ from another. */
interface RedisRole {
  readonly storage: ClaimSpec | undefined;
  readonly password: EnvSource | undefined;
  /** Whom it follows. @default nobody */
  readonly leader?: ServiceEndpoint;
  /** @default 1: a second leader would hold other data */
  readonly replicas?: number;
}

function redisPods(
  scope: Construct,
  name: string,
  { args = [], probes, ...rest }: StoreProps,
  role: RedisRole,
): RedisPods {
  const { storage, replicas = 1, leader } = role;
  const pods = storePods(rest, REDIS_IMAGE);
  const props = {
    component: storage === undefined ? 'cache' : 'database',
    ...pods,
    ports: { redis: { port: 6379, appProtocol: 'tcp' } },
    env: envOf(role),
    args: [...argsOf(role), ...args],
    probes: { readiness: execProbe(IS_READY), liveness: execProbe(PING), ...probes },
    replicas,
  } as const;
  if (storage === undefined)
    return new Microservice(scope, name, {
      ...props,
      volumes: { data: emptyDir({ mountPath: FOLDER }), ...pods.volumes },
      // For a moment there would be two leaders, which don't know of each other.
      ...(leader === undefined && { release: recreate() }),
    });
  const { claims } = storageOf(storage, FOLDER);
  return new StatefulMicroservice<'redis', string>(scope, name, { ...props, claims });
}

function envOf({ password, leader }: RedisRole): Env {
  return {
    ...(leader !== undefined && { LEADER_HOST: hostOf(leader), LEADER_PORT: portOf(leader) }),
    ...(password !== undefined && { REDIS_PASSWORD: password, REDISCLI_AUTH: password }),
  };
}

/** Kubernetes puts variables into arguments by itself: no shell has to read a password. */
function argsOf({ storage, password, leader }: RedisRole): readonly string[] {
  return [
    'redis-server',
    ...(storage === undefined ? [] : ['--appendonly', 'yes']),
    ...(leader === undefined ? [] : ['--replicaof', '$(LEADER_HOST)', '$(LEADER_PORT)']),
    ...(password === undefined ? [] : ['--requirepass', '$(REDIS_PASSWORD)']),
    ...(password === undefined || leader === undefined
      ? []
      : ['--masterauth', '$(REDIS_PASSWORD)']),
  ];
}

function checkRedis({ password, followers }: RedisProps): readonly Problem[] {
  return [
    ...(password === 'none' ? [] : checkPassword('password', password)),
    ...(followers === undefined || (Number.isInteger(followers.replicas) && followers.replicas >= 1)
      ? []
      : [wrongValue('followers.replicas', followers.replicas, 'a whole number from 1')]),
    ...(followers?.name === undefined ? [] : checkDnsLabel('followers.name', followers.name)),
  ];
}
