import { isIPv4, isIPv6 } from 'node:net';

/** How a format of Kubernetes' schemas is checked, and what a message calls it. */
interface Format {
  readonly allowed: string;
  /** What is of another type is told elsewhere. */
  readonly fits: (value: unknown) => boolean;
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const QUANTITY = /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The formats that Kubernetes' schemas use. */
export const FORMATS: Readonly<Record<string, Format>> = {
  quantity: text('a quantity such as 500m, 2 or 1Gi', (value) => QUANTITY.test(value)),
  byte: text('base64', isBase64),
  'date-time': text('a time such as 2030-01-31T12:00:00Z', isTime),
  ipv4: text('an IPv4 address', isIPv4),
  ipv6: text('an IPv6 address', isIPv6),
  int32: number('an integer of 32 bits', isInt32),
  int64: number('an integer of 64 bits', isInt64),
  double: number('a number', Number.isFinite),
};

/** A format by its name, which may be anyone's. */
export function findFormat(name: unknown): Format | undefined {
  return typeof name === 'string' && Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
}

function text(allowed: string, fits: (value: string) => boolean): Format {
  return { allowed, fits: (value) => typeof value !== 'string' || fits(value) };
}

function number(allowed: string, fits: (value: number) => boolean): Format {
  return { allowed, fits: (value) => typeof value !== 'number' || fits(value) };
}

/** Line breaks in it mean nothing to Go. */
function isBase64(text: string): boolean {
  return BASE64.test(text.replaceAll(/[\r\n]/g, ''));
}

function isTime(text: string): boolean {
  return TIME.test(text) && !Number.isNaN(Date.parse(text));
}

/** A fraction is reported by its type, so only the size is looked at here. */
function isInt32(value: number): boolean {
  return value >= -(2 ** 31) && value < 2 ** 31;
}

function isInt64(value: number): boolean {
  return value >= -(2 ** 63) && value < 2 ** 63;
}
