import type { Address } from '../endpoint/address';
import { checkCron, checkTimeZone } from '../kubernetes/cron';
import type { EnvSource } from '../pod/env';
import { type Problem, wrongValue } from '../problem/problem';
import { checkProps, judge, requireCall } from '../shape/check';
import {
  addressIn,
  asUrl,
  checkAddress,
  checkHostAndPort,
  checkUrl,
  HOST_AND_PORT,
  joined,
} from './trigger-address';

/** A value of a trigger: text, a number, or an endpoint, which KEDA's operator calls. */
export type TriggerValue = string | number | boolean | Address;

/** How KEDA proves to a trigger's source who it is. */
export type TriggerAuth =
  | {
      /** Parameters of the trigger by name, each a key of a Secret: `{ password: secretKey('redis', 'password') }`. */
      readonly secrets?: Readonly<Record<string, EnvSource>>;
      /** An identity of the cloud's. @default none */
      readonly identity?: PodIdentity;
      readonly existing?: never;
    }
  | {
      /** One that is there already: for the namespace, or, as a ClusterTriggerAuthentication, for all. */
      readonly existing: string;
      /** @default 'TriggerAuthentication' */
      readonly kind?: 'TriggerAuthentication' | 'ClusterTriggerAuthentication';
      readonly secrets?: never;
      readonly identity?: never;
    };

/** An identity that KEDA's operator, or the pods, have with a cloud. */
export interface PodIdentity {
  readonly provider: 'aws' | 'azure-workload' | 'gcp';
  /** AWS' role; with `owner` 'workload' that of the pods' ServiceAccount. @default the operator's */
  readonly roleArn?: string;
  /** Azure's client. @default the operator's */
  readonly identityId?: string;
  /** Whose identity it is. @default 'keda' */
  readonly owner?: 'keda' | 'workload';
}

/** What any trigger may say beside its own. */
export interface TriggerOptions {
  /** Name, for formulas and metrics. @default none */
  readonly name?: string;
  /** @default none */
  readonly auth?: TriggerAuth;
  /** How the value is shared among pods. @default 'AverageValue' */
  readonly metricType?: 'AverageValue' | 'Value' | 'Utilization';
  /** Whether the autoscaler gets the value of the last look. @default false */
  readonly useCachedMetrics?: boolean;
}

/** One thing by which KEDA scales. */
export interface Trigger extends TriggerOptions {
  /** KEDA's name of the scaler: `prometheus`. */
  readonly type: string;
  readonly metadata: Readonly<Record<string, TriggerValue>>;
  /** Whether it needs pods to look at, so that it can't start the first one. */
  readonly needsPods: boolean;
  /** What is wrong with the parameters, reported by whoever uses it. */
  readonly problems: readonly Problem[];
}

type Metadata = Readonly<Record<string, TriggerValue | undefined>>;

/**
 * Any of KEDA's scalers, in its own words.
 * @see https://keda.sh/docs/latest/scalers/
 */
export function trigger(type: string, metadata: Metadata, options: TriggerOptions = {}): Trigger {
  requireCall('trigger', type, metadata, options);
  return make(type, metadata, options);
}

/** By a query of Prometheus: a pod for each `threshold` of its value. */
export function prometheusTrigger(
  options: TriggerOptions & {
    /** URL of Prometheus, as KEDA's operator reaches it; an endpoint stands for `http://` and its address. */
    readonly serverAddress: string | Address;
    readonly query: string;
    /** Above 0. */
    readonly threshold: number;
    /** Value above which there are pods at all. @default 0 */
    readonly activationThreshold?: number;
    /** Whether no answer counts as 0. @default true */
    readonly ignoreNullValues?: boolean;
  },
): Trigger {
  requireCall('prometheusTrigger', options);
  const { serverAddress, query, threshold, activationThreshold, ignoreNullValues } = options;
  return make(
    'prometheus',
    {
      serverAddress: asUrl(serverAddress),
      query,
      threshold,
      activationThreshold,
      ignoreNullValues,
    },
    options,
    judgeOwn('prometheusTrigger', options, () => [
      ...checkUrl('serverAddress', serverAddress),
      ...(query.trim() === '' ? [wrongValue('query', query, "a query: 'sum(rate(...))'")] : []),
      ...checkAbove('threshold', threshold),
    ]),
  );
}

/** By the clock: at least so many pods from `start` to `end`, and `min` otherwise. */
export function cronTrigger(
  options: TriggerOptions & {
    /** By its name in the IANA database: `Europe/Berlin`. */
    readonly timezone: string;
    /** Five fields as of cron. */
    readonly start: string;
    readonly end: string;
    /** At least 1. */
    readonly desiredReplicas: number;
  },
): Trigger {
  requireCall('cronTrigger', options);
  const { timezone, start, end, desiredReplicas } = options;
  return make('cron', { timezone, start, end, desiredReplicas }, options, [
    ...checkTimeZone('timezone', timezone),
    ...checkCron('start', start),
    ...checkCron('end', end),
    ...(start === end ? [wrongValue('end', end, 'another time than its start')] : []),
    ...checkWhole('desiredReplicas', desiredReplicas),
  ]);
}

/** By messages of a topic of Kafka that a group of consumers hasn't read yet. */
export function kafkaTrigger(
  options: TriggerOptions & {
    /** At least one, as KEDA's operator reaches it. */
    readonly bootstrapServers: readonly (string | Address)[];
    readonly consumerGroup: string;
    /** @default all that the group reads */
    readonly topic?: string;
    /** Messages for each pod, above 0. @default 10 */
    readonly lagThreshold?: number;
    /** Messages above which there are pods at all. @default 0 */
    readonly activationLagThreshold?: number;
    /** @default 'latest' */
    readonly offsetResetPolicy?: 'latest' | 'earliest';
    /** Whether there may be more pods than partitions. @default false */
    readonly allowIdleConsumers?: boolean;
  },
): Trigger {
  requireCall('kafkaTrigger', options);
  const { name, auth, metricType, useCachedMetrics, bootstrapServers, ...rest } = options;
  return make(
    'kafka',
    { bootstrapServers: joined(bootstrapServers), ...rest },
    { name, auth, metricType, useCachedMetrics },
    judgeOwn('kafkaTrigger', options, () => [
      ...(bootstrapServers.length > 0
        ? []
        : [wrongValue('bootstrapServers', bootstrapServers, 'at least one')]),
      ...bootstrapServers.flatMap((one, index) =>
        checkAddress(`bootstrapServers[${index}]`, one, HOST_AND_PORT),
      ),
      ...checkAbove('lagThreshold', rest.lagThreshold),
    ]),
  );
}

/** By messages that wait in a queue of RabbitMQ. Its URL, with user and password, is `auth.secrets.host`. */
export function rabbitmqTrigger(
  options: TriggerOptions & {
    readonly queueName: string;
    /** @default 'QueueLength' */
    readonly mode?: 'QueueLength' | 'MessageRate';
    /** Messages, or messages per second, for each pod, above 0. */
    readonly value: number;
    /** @default 0 */
    readonly activationValue?: number;
    /** @default told by the URL */
    readonly protocol?: 'amqp' | 'http';
    /** @default told by the URL */
    readonly vhostName?: string;
    readonly auth: TriggerAuth;
  },
): Trigger {
  requireCall('rabbitmqTrigger', options);
  const { queueName, mode = 'QueueLength', value, activationValue, protocol, vhostName } = options;
  const { auth } = options;
  const knowsHost = auth?.existing !== undefined || auth?.secrets?.host !== undefined;
  return make(
    'rabbitmq',
    { protocol, queueName, mode, value, activationValue, vhostName },
    options,
    judgeOwn('rabbitmqTrigger', options, () => [
      ...checkAbove('value', value),
      ...(knowsHost
        ? []
        : [
            {
              field: 'auth.secrets.host',
              message: "is missing: name the Secret with the URL: secretKey('rabbitmq', 'url')",
            },
          ]),
    ]),
  );
}

/** By the length of a list of Redis. */
export function redisTrigger(
  options: TriggerOptions & {
    /** As KEDA's operator reaches it. */
    readonly address: string | Address;
    readonly listName: string;
    /** Items for each pod, above 0. @default 5 */
    readonly listLength?: number;
    /** @default 0 */
    readonly activationListLength?: number;
    /** @default 0 */
    readonly databaseIndex?: number;
    /** @default false */
    readonly enableTLS?: boolean;
  },
): Trigger {
  requireCall('redisTrigger', options);
  const { address, listName, listLength, activationListLength, databaseIndex, enableTLS } = options;
  return make(
    'redis',
    {
      address: addressIn(address),
      listName,
      listLength,
      activationListLength,
      databaseIndex,
      enableTLS,
    },
    options,
    judgeOwn('redisTrigger', options, () => [
      ...checkHostAndPort('address', address),
      ...checkAbove('listLength', listLength),
    ]),
  );
}

/** By messages in a queue of Amazon's SQS. */
export function sqsTrigger(
  options: TriggerOptions & {
    readonly queueURL: string;
    readonly awsRegion: string;
    /** Messages for each pod, above 0. @default 5 */
    readonly queueLength?: number;
    /** @default 0 */
    readonly activationQueueLength?: number;
    /** Whether messages count that are being worked on. @default true */
    readonly scaleOnInFlight?: boolean;
  },
): Trigger {
  requireCall('sqsTrigger', options);
  const { queueURL, awsRegion, queueLength, activationQueueLength, scaleOnInFlight } = options;
  return make(
    'aws-sqs-queue',
    { queueURL, queueLength, activationQueueLength, awsRegion, scaleOnInFlight },
    options,
    checkAbove('queueLength', queueLength),
  );
}

/** By the use of the requested CPU in percent, averaged over the pods. */
export function cpuTrigger(percent: number): Trigger {
  requireCall('cpuTrigger', percent);
  return utilization('cpu', percent);
}

/** By the use of the requested memory in percent, averaged over the pods. */
export function memoryTrigger(percent: number): Trigger {
  requireCall('memoryTrigger', percent);
  return utilization('memory', percent);
}

function utilization(type: 'cpu' | 'memory', percent: number): Trigger {
  const options = { metricType: 'Utilization' } as const;
  const made = make(type, { value: percent }, options, checkWhole('value', percent));
  return { ...made, needsPods: true };
}

function make(
  type: string,
  metadata: Metadata,
  { name, auth, metricType, useCachedMetrics }: TriggerOptions,
  problems: readonly Problem[] = [],
): Trigger {
  const given: [string, TriggerValue][] = [];
  for (const [key, value] of Object.entries(metadata))
    if (value !== undefined) given.push([key, value]);
  return {
    type,
    metadata: Object.fromEntries(given),
    name,
    auth,
    metricType,
    useCachedMetrics,
    needsPods: type === 'cpu' || type === 'memory',
    problems,
  };
}

/** What is wrong with what is a trigger's own; the rest is looked at where it is used. */
function judgeOwn(
  entry: string,
  options: TriggerOptions,
  check: () => readonly Problem[],
): readonly Problem[] {
  const problems = checkProps(entry, options).filter(({ field }) => !COMMON.test(field));
  return judge({ problems }, check).map(({ field, message }) => ({ field, message }));
}

const COMMON = /^(?:name|auth|metricType|useCachedMetrics)\b/;

function checkAbove(field: string, value: number | undefined): readonly Problem[] {
  if (value === undefined || (Number.isFinite(value) && value > 0)) return [];
  return [wrongValue(field, value, 'a number above 0')];
}

function checkWhole(field: string, value: number): readonly Problem[] {
  if (Number.isInteger(value) && value >= 1) return [];
  return [wrongValue(field, value, 'a whole number from 1')];
}
