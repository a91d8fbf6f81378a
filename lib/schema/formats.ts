import { isIPv4, isIPv6 } from 'node:net';

/** How a format of Kubernetes' schemas is checked, and what a message calls it. */
interface Format {
  readonly allowed: string;
  readonly validate: RegExp | ((text: string) => boolean);
}

interface NumberFormat {
  readonly allowed: string;
  readonly type: 'number';
  readonly validate: (value: number) => boolean;
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const QUANTITY = /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The formats that Kubernetes' schemas use. */
export const FORMATS: Readonly<Record<string, Format | NumberFormat>> = {
  quantity: { allowed: 'a quantity such as 500m, 2 or 1Gi', validate: QUANTITY },
  byte: { allowed: 'base64', validate: BASE64 },
  'date-time': { allowed: 'a time such as 2030-01-31T12:00:00Z', validate: isTime },
  ipv4: { allowed: 'an IPv4 address', validate: isIPv4 },
  ipv6: { allowed: 'an IPv6 address', validate: isIPv6 },
  int32: { allowed: 'an integer of 32 bits', type: 'number', validate: isInt32 },
  int64: { allowed: 'an integer of 64 bits', type: 'number', validate: isInt64 },
  double: { allowed: 'a number', type: 'number', validate: Number.isFinite },
};

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
