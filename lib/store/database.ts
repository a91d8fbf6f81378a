import type { Construct } from 'constructs';
import type { Env, EnvSource } from '../pod/env';
import type { PortSpec } from '../pod/ports';
import { execProbe, type ProbeTimings } from '../pod/probes';
import type { Problem } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { StatefulMicroservice } from '../state/stateful-microservice';
import { checkDatabaseAccess, checkPassword, checkStorage } from './check';
import { type ImageFacts, storageOf, storePods } from './pods';
import type { DatabaseAccess, Storage, StoreProps } from './spec';

/** A database that stands by itself. */
export interface DatabaseProps extends StoreProps, DatabaseAccess {
  /** Password of its administrator, who may do everything: a key of a Secret. */
  readonly adminPassword: EnvSource;
  readonly storage: Storage;
}

/** What one database's official image has otherwise than another's. */
export interface DatabaseImage<P extends string> {
  readonly port: P;
  readonly number: number;
  readonly facts: ImageFacts;
  /** Where the volume is mounted, and the folder in it that a new one is used from. */
  readonly mountPath: string;
  readonly subPath?: string;
  /** The longest name of a user. */
  readonly longestUser: number;
  /** Settings that the image reads at its first start. */
  readonly env: (props: DatabaseProps) => Env;
  /**
   * Succeeds when the server answers; over TCP, at which the server of the first start doesn't listen.
   */
  readonly ping: readonly string[];
  /** Scripts of the first start. @default none */
  readonly scripts?: StoreProps['config'];
}

/** For the image's first start, which makes the database, and for what a crash leaves to be recovered. */
const PATIENCE: ProbeTimings = { period: '10s', timeout: '5s', failureThreshold: 60 };
const USUAL: ProbeTimings = { timeout: '5s' };

/** Checks what a database says beside what any pods do. */
export function checkDatabase(props: DatabaseProps, longestUser: number): readonly Problem[] {
  return [
    ...checkDatabaseAccess(props, longestUser),
    ...checkPassword('adminPassword', props.adminPassword),
    ...checkStorage('storage', props.storage),
  ];
}

/** The pods of a database, below its construct, which reports what is wrong. */
export function databasePods<P extends string>(
  construct: Construct,
  name: string,
  props: DatabaseProps,
  image: DatabaseImage<P>,
): StatefulMicroservice<P, string> {
  const { database: _database, user: _user, password: _password, ...others } = props;
  const { adminPassword: _admin, storage, probes, config, ...rest } = others;
  const problems = checkDatabase(props, image.longestUser);
  reportProblems(construct, problems);
  const pods = storePods(rest, image.facts);
  const isRight = problems.length === 0;
  const data = isRight ? storageOf(storage, image.mountPath, image.subPath) : {};
  // Meshes take it for what it is, whatever its name.
  const ports: Readonly<Record<string, PortSpec>> = {
    [image.port]: { port: image.number, appProtocol: 'tcp' },
  };
  return new StatefulMicroservice<P, string>(construct, name, {
    component: 'database',
    ...pods,
    ports,
    env: isRight ? image.env(props) : {},
    config: image.scripts ?? config,
    probes: {
      startup: execProbe(image.ping, PATIENCE),
      readiness: execProbe(image.ping, USUAL),
      liveness: execProbe(image.ping, USUAL),
      ...probes,
    },
    claims: data.claims,
    volumes: { ...data.volumes, ...pods.volumes },
  });
}
