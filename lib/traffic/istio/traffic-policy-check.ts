import { type Problem, wrongValue } from '../../problem/problem';
import {
  checkEach,
  checkHeaderNames,
  checkOptional,
  checkPercentage,
  checkTime,
  checkWhole,
  checkWord,
  type TrafficDuration,
} from '../values';
import type {
  ConnectionPool,
  ConsistentHash,
  LoadBalancing,
  LocalitySetting,
  OutlierDetection,
  PortPolicy,
} from './traffic-policy';

/** Checks how one port of a destination is called. */
export function checkPortPolicy(field: string, policy: PortPolicy): readonly Problem[] {
  const { loadBalancer, outlierDetection } = policy;
  return [
    ...checkOptional(`${field}.loadBalancer`, loadBalancer, checkLoadBalancing),
    ...checkOptional(`${field}.connectionPool`, policy.connectionPool, checkConnectionPool),
    ...checkOptional(`${field}.outlierDetection`, outlierDetection, checkOutlierDetection),
    ...(needsOutliers(loadBalancer?.localityLbSetting) && outlierDetection === undefined
      ? [
          {
            field: `${field}.loadBalancer.localityLbSetting`,
            message: 'fails over when pods are found to fail: add `outlierDetection`',
          },
        ]
      : []),
  ];
}

function needsOutliers(setting: LocalitySetting | undefined): boolean {
  return setting?.failover !== undefined || setting?.failoverPriority !== undefined;
}

function checkLoadBalancing(field: string, balancing: LoadBalancing): readonly Problem[] {
  const { localityLbSetting, warmup, consistentHash, simple } = balancing;
  return [
    ...checkWord(`${field}.simple`, simple, [
      'LEAST_REQUEST',
      'ROUND_ROBIN',
      'RANDOM',
      'PASSTHROUGH',
    ]),
    ...(simple !== undefined && consistentHash !== undefined
      ? [wrongValue(field, 'simple and consistentHash', 'one of the two')]
      : []),
    ...checkOptional(`${field}.consistentHash`, consistentHash, checkConsistentHash),
    ...checkOptional(`${field}.localityLbSetting`, localityLbSetting, checkLocality),
    ...checkTime(`${field}.warmup.duration`, warmup?.duration),
    ...checkPercentage(`${field}.warmup.minimumPercent`, warmup?.minimumPercent),
    ...(warmup?.aggression !== undefined && !(warmup.aggression >= 1)
      ? [wrongValue(`${field}.warmup.aggression`, warmup.aggression, 'a number from 1')]
      : []),
    ...(warmup !== undefined && !warms(balancing)
      ? [
          {
            field: `${field}.warmup`,
            message: "works with simple: 'LEAST_REQUEST' or 'ROUND_ROBIN' only: choose one of them",
          },
        ]
      : []),
  ];
}

function warms({ simple = 'LEAST_REQUEST', consistentHash }: LoadBalancing): boolean {
  return consistentHash === undefined && ['LEAST_REQUEST', 'ROUND_ROBIN'].includes(simple);
}

const HASH_KEYS = [
  'httpHeaderName',
  'httpCookie',
  'useSourceIp',
  'httpQueryParameterName',
] as const;

function checkConsistentHash(field: string, hash: ConsistentHash): readonly Problem[] {
  const keys = HASH_KEYS.filter((key) => hash[key] !== undefined);
  return [
    ...(keys.length === 1
      ? []
      : [
          wrongValue(field, keys.join(' and ') || 'none', `exactly one of ${HASH_KEYS.join(', ')}`),
        ]),
    ...checkHeaderNames(
      `${field}.httpHeaderName`,
      hash.httpHeaderName === undefined ? [] : [hash.httpHeaderName],
    ),
    ...checkTimeout(`${field}.httpCookie.ttl`, hash.httpCookie?.ttl),
    ...checkWhole(`${field}.ringHash.minimumRingSize`, hash.ringHash?.minimumRingSize, 1),
    ...checkOptional(`${field}.maglev.tableSize`, hash.maglev?.tableSize, checkPrime),
  ];
}

/** Envoy's bound for the table. */
const LARGEST_TABLE = 5_000_011;

function checkPrime(field: string, size: number): readonly Problem[] {
  const isPrime =
    Number.isInteger(size) &&
    size > 1 &&
    size <= LARGEST_TABLE &&
    !Array.from({ length: Math.floor(Math.sqrt(size)) }, (_, index) => index + 1)
      .slice(1)
      .some((divisor) => size % divisor === 0);
  return isPrime ? [] : [wrongValue(field, size, `a prime number up to ${LARGEST_TABLE}`)];
}

function checkLocality(field: string, setting: LocalitySetting): readonly Problem[] {
  const { distribute, failover, failoverPriority } = setting;
  return [
    ...(distribute !== undefined && (failover !== undefined || failoverPriority !== undefined)
      ? [wrongValue(field, 'distribute and failover', 'one of the two')]
      : []),
    ...checkEach(`${field}.distribute`, distribute, (place, { to }) => {
      const weights = Object.values(to);
      const sum = weights.reduce((total, weight) => total + weight, 0);
      const wrong = weights.flatMap((weight) => checkWhole(`${place}.to`, weight, 1, 100));
      if (wrong.length > 0) return wrong;
      return sum === 100 ? [] : [wrongValue(`${place}.to`, sum, 'weights that add up to 100')];
    }),
    ...checkEach(`${field}.failover`, failover, (place, { from, to }) =>
      from !== to && ![from, to].some((region) => /[/*]/.test(region))
        ? []
        : [wrongValue(place, `${from} to ${to}`, 'two different regions, without zones')],
    ),
  ];
}

function checkConnectionPool(field: string, { tcp, http }: ConnectionPool): readonly Problem[] {
  const counts = {
    'tcp.maxConnections': tcp?.maxConnections,
    'tcp.tcpKeepalive.probes': tcp?.tcpKeepalive?.probes,
    'http.http1MaxPendingRequests': http?.http1MaxPendingRequests,
    'http.http2MaxRequests': http?.http2MaxRequests,
    'http.maxConcurrentStreams': http?.maxConcurrentStreams,
  };
  const times = {
    'tcp.connectTimeout': tcp?.connectTimeout,
    'tcp.maxConnectionDuration': tcp?.maxConnectionDuration,
    'tcp.tcpKeepalive.time': tcp?.tcpKeepalive?.time,
    'tcp.tcpKeepalive.interval': tcp?.tcpKeepalive?.interval,
    'http.idleTimeout': http?.idleTimeout,
  };
  const isContradictory = http?.useClientProtocol === true && http.h2UpgradePolicy === 'UPGRADE';
  return [
    ...Object.entries(counts).flatMap(([name, count]) => checkWhole(`${field}.${name}`, count, 1)),
    ...checkWhole(`${field}.http.maxRequestsPerConnection`, http?.maxRequestsPerConnection, 0),
    ...checkWhole(`${field}.http.maxRetries`, http?.maxRetries, 0),
    ...Object.entries(times).flatMap(([name, time]) => checkTime(`${field}.${name}`, time)),
    ...checkTimeout(`${field}.tcp.idleTimeout`, tcp?.idleTimeout),
    ...checkWord(`${field}.http.h2UpgradePolicy`, http?.h2UpgradePolicy, [
      'DEFAULT',
      'DO_NOT_UPGRADE',
      'UPGRADE',
    ]),
    ...(isContradictory
      ? [
          wrongValue(
            `${field}.http.useClientProtocol`,
            true,
            "it without h2UpgradePolicy 'UPGRADE'",
          ),
        ]
      : []),
  ];
}

/** A time that may be 0 for none. */
function checkTimeout(field: string, time: TrafficDuration | undefined): readonly Problem[] {
  return time === '0s' ? [] : checkTime(field, time);
}

function checkOutlierDetection(field: string, outliers: OutlierDetection): readonly Problem[] {
  const counts = {
    consecutive5xxErrors: outliers.consecutive5xxErrors,
    consecutiveGatewayErrors: outliers.consecutiveGatewayErrors,
    consecutiveLocalOriginFailures: outliers.consecutiveLocalOriginFailures,
  };
  return [
    ...Object.entries(counts).flatMap(([name, count]) => checkWhole(`${field}.${name}`, count, 0)),
    ...(outliers.consecutiveLocalOriginFailures !== undefined &&
    outliers.splitExternalLocalOriginErrors !== true
      ? [
          {
            field: `${field}.consecutiveLocalOriginFailures`,
            message: 'counts only beside splitExternalLocalOriginErrors: true: add it',
          },
        ]
      : []),
    ...checkTime(`${field}.interval`, outliers.interval),
    ...checkTime(`${field}.baseEjectionTime`, outliers.baseEjectionTime),
    ...checkWhole(`${field}.maxEjectionPercent`, outliers.maxEjectionPercent, 0, 100),
    ...checkWhole(`${field}.minHealthPercent`, outliers.minHealthPercent, 0, 100),
  ];
}
