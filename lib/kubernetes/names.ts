import { gather } from '../problem/gather';
import { type Problem, wrongValue } from '../problem/problem';

/** Most object names: a label of RFC 1123. */
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
/** Names of Services: a label of RFC 1035, which begins with a letter. */
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
/** Names of ports: IANA service names, which hold a letter and no two dashes in a row. */
const PORT_NAME = /^(?=.*[a-z])[a-z0-9](-?[a-z0-9])*$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const LABEL_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
/** Keys of ConfigMaps and Secrets, which become names of files. */
const DATA_KEY = /^(?!\.$|\.\.)[-._a-zA-Z0-9]+$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const MAX_LABEL = 63;
const MAX_PORT_NAME = 15;
const MAX_SUBDOMAIN = 253;

/**
 * Checks an object name that is also used as a DNS label.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function checkDnsLabel(field: string, name: string, max = MAX_LABEL): readonly Problem[] {
  if (isShort(name, max) && DNS_LABEL.test(name)) return [];
  return [
    wrongValue(
      field,
      name,
      `a DNS label: 1 to ${max} lower-case letters, digits and dashes, with no dash at either end${lengthNote(name, max)}`,
    ),
  ];
}

/** Whether it is text at all, which no compiler may have told, and not too long. */
function isShort(name: string, max: number): boolean {
  return typeof name === 'string' && name.length <= max;
}

/** Checks the name of a Service: a DNS label that begins with a letter. */
export function checkServiceName(field: string, name: string): readonly Problem[] {
  const label = checkDnsLabel(field, name);
  if (label.length > 0 || SERVICE_NAME.test(name)) return label;
  return [wrongValue(field, name, 'a Service name: a DNS label that begins with a letter')];
}

/** Checks a host or an object name with dots. */
export function checkDnsSubdomain(
  field: string,
  name: string,
  max = MAX_SUBDOMAIN,
): readonly Problem[] {
  if (isShort(name, max) && DNS_SUBDOMAIN.test(name)) return [];
  return [wrongValue(field, name, `DNS labels joined by dots, at most ${max} characters`)];
}

/** Checks the name of a port: at most 15 characters, at least one of them a letter. */
export function checkPortName(field: string, name: string): readonly Problem[] {
  if (isShort(name, MAX_PORT_NAME) && PORT_NAME.test(name)) return [];
  return [
    wrongValue(
      field,
      name,
      `a port name: 1 to ${MAX_PORT_NAME} lower-case letters, digits and single dashes, one of them a letter`,
    ),
  ];
}

/** Checks a port's number. */
export function checkPortNumber(field: string, port: number): readonly Problem[] {
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return [];
  return [wrongValue(field, port, 'a whole number from 1 to 65535')];
}

/** Checks a key of a ConfigMap or Secret. */
export function checkDataKey(field: string, key: string): readonly Problem[] {
  if (isShort(key, MAX_SUBDOMAIN) && DATA_KEY.test(key)) return [];
  const allowed = `1 to ${MAX_SUBDOMAIN} letters, digits, '-', '_' and '.', with no '..' in front`;
  return [wrongValue(field, key, allowed)];
}

/**
 * Checks keys and values of labels.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export function checkLabels(
  field: string,
  labels: Readonly<Record<string, string>>,
): readonly Problem[] {
  return Object.entries(labels).flatMap(([key, value]) =>
    gather(
      isQualifiedName(key) ? [] : [wrongKey(field, key)],
      isLabelValue(value)
        ? []
        : [
            wrongValue(
              `${field}.${key}`,
              value,
              `at most ${MAX_LABEL} letters, digits, '-', '_' and '.', with a letter or digit at both ends`,
            ),
          ],
    ),
  );
}

/** Checks the keys of annotations, and that their values are strings. */
export function checkAnnotations(
  field: string,
  annotations: Readonly<Record<string, string>>,
): readonly Problem[] {
  return Object.entries(annotations).flatMap(([key, value]) =>
    gather(
      isQualifiedName(key.toLowerCase()) ? [] : [wrongKey(field, key)],
      typeof value === 'string' ? [] : [wrongValue(`${field}.${key}`, value, 'a string')],
    ),
  );
}

function isLabelValue(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_LABEL && LABEL_VALUE.test(value);
}

/** Whether a text is a name such as `team` or `example.com/team`. */
export function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  const prefix = parts.pop();
  return (
    parts.length === 0 &&
    name.length <= MAX_LABEL &&
    LABEL_NAME.test(name) &&
    (prefix === undefined || (prefix.length <= MAX_SUBDOMAIN && DNS_SUBDOMAIN.test(prefix)))
  );
}

function wrongKey(field: string, key: string): Problem {
  const allowed = 'a key such as `team` or `example.com/team`, its name at most 63 characters';
  return wrongValue(field, key, allowed);
}

function lengthNote(name: string, max: number): string {
  return typeof name === 'string' && name.length > max ? ` (it has ${name.length})` : '';
}
