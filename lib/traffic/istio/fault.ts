import { type Problem, wrongValue } from '../../problem/problem';
import { checkPercentage, checkTime, checkWhole, checkWord, type TrafficDuration } from '../values';

/** A part of the requests is kept waiting before it is forwarded. */
export interface DelayFault {
  readonly fixedDelay: TrafficDuration;
  /** 0 to 100 */
  readonly percentage: number;
}

/** Status codes of gRPC, by name. @see https://grpc.io/docs/guides/status-codes/ */
export const GRPC_STATUS = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

/** A part of the requests fails without anybody being asked. */
export type AbortFault = {
  /** 0 to 100 */
  readonly percentage: number;
} & (
  | {
      /** 200 to 599 */
      readonly httpStatus: number;
      readonly grpcStatus?: never;
    }
  | { readonly grpcStatus: (typeof GRPC_STATUS)[number]; readonly httpStatus?: never }
);

/** Mistakes that are made on purpose, to see what callers make of them. */
export interface Fault {
  /** @default none */
  readonly delay?: DelayFault;
  /** @default none */
  readonly abort?: AbortFault;
  /** Why it may be in a production environment: without a reason, it may not. */
  readonly inProduction?: { readonly reason: string };
}

/** Fewer letters give no reason. */
const SHORTEST_REASON = 10;

/** A fault in Istio's words. */
export function planFault(fault: Fault | undefined) {
  if (fault === undefined) return undefined;
  const { delay, abort } = fault;
  return {
    delay: delay && {
      fixedDelay: delay.fixedDelay,
      percentage: { value: delay.percentage },
    },
    abort: abort && {
      httpStatus: abort.httpStatus,
      grpcStatus: abort.grpcStatus,
      percentage: { value: abort.percentage },
    },
  };
}

/** Checks a fault, and that nobody injects one into production without saying why. */
export function checkFault(field: string, fault: Fault, isProduction: boolean): readonly Problem[] {
  const { delay, abort, inProduction } = fault;
  return [
    ...(delay === undefined && abort === undefined
      ? [{ field, message: 'does nothing: add `delay` or `abort`' }]
      : []),
    ...checkTime(`${field}.delay.fixedDelay`, delay?.fixedDelay),
    ...checkPercentage(`${field}.delay.percentage`, delay?.percentage),
    ...checkPercentage(`${field}.abort.percentage`, abort?.percentage),
    ...checkWhole(`${field}.abort.httpStatus`, abort?.httpStatus, 200, 599),
    ...checkWord(`${field}.abort.grpcStatus`, abort?.grpcStatus, GRPC_STATUS),
    ...(isProduction && inProduction === undefined
      ? [
          {
            field,
            message:
              "makes requests of production fail: take it out, or say why with inProduction: { reason: '...' }",
          },
        ]
      : []),
    ...(inProduction !== undefined && inProduction.reason.trim().length < SHORTEST_REASON
      ? [
          wrongValue(
            `${field}.inProduction.reason`,
            inProduction.reason,
            `a reason in words, of ${SHORTEST_REASON} letters or more`,
          ),
        ]
      : []),
  ];
}
