import { isIP } from 'node:net';
import { checkDnsSubdomain } from '../../../kubernetes/names';
import { type Fields, fieldsOf, itemsOf } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import { wrongValue } from '../../../problem/problem';
import { missing, type Refusal, together } from './refusal';

/** Finds what the API server refuses in an Ingress. @see `ValidateIngressSpec` of Kubernetes */
export function checkIngress({ spec }: Manifest): readonly Refusal[] {
  const { rules, defaultBackend } = fieldsOf(spec);
  if (defaultBackend === undefined && (rules === undefined || isEmpty(rules)))
    return [missing('spec.rules', 'one or more, or a defaultBackend')];
  return [
    ...(defaultBackend === undefined ? [] : checkBackend('spec.defaultBackend', defaultBackend)),
    ...itemsOf(rules).flatMap((rule, index) => checkRule(`spec.rules[${index}]`, fieldsOf(rule))),
  ];
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

function checkRule(field: string, { host, http }: Fields): readonly Refusal[] {
  return [
    ...(typeof host === 'string' && host !== '' ? checkHost(`${field}.host`, host) : []),
    ...itemsOf(fieldsOf(http).paths).flatMap((path, index) =>
      checkPath(`${field}.http.paths[${index}]`, fieldsOf(path)),
    ),
  ];
}

function checkHost(field: string, host: string): readonly Refusal[] {
  const isName = checkDnsSubdomain(field, host.replace(/^\*\./, '')).length === 0;
  if (isName && isIP(host) === 0) return [];
  return [wrongValue(field, host, 'the name of a host, without a port, and no address')];
}

/** Parts that a proxy and a server may take for different ones. */
const UNCLEAR = /\/\/|\/\.\.?(?:\/|$)|%2f/i;

function checkPath(field: string, { path = '', pathType, backend }: Fields): readonly Refusal[] {
  const problems = backend === undefined ? [] : checkBackend(`${field}.backend`, backend);
  if (typeof path !== 'string' || (path === '' && pathType === 'ImplementationSpecific'))
    return problems;
  const isUnclear = pathType !== 'ImplementationSpecific' && UNCLEAR.test(path);
  if (path.startsWith('/') && !isUnclear) return problems;
  const allowed = isUnclear ? "a path without '//', '/./', '/../' and '%2f'" : "a path after '/'";
  return [wrongValue(`${field}.path`, path, allowed), ...problems];
}

function checkBackend(field: string, backend: unknown): readonly Refusal[] {
  const { service, resource } = fieldsOf(backend);
  if (service === undefined && resource === undefined)
    return [missing(field, 'a service, or a resource')];
  if (service !== undefined && resource !== undefined)
    return [together(field, ['service', 'resource'], 'one of them')];
  if (service === undefined) return [];
  const { name, number } = fieldsOf(fieldsOf(service).port);
  const hasName = name !== undefined && name !== '';
  const hasNumber = number !== undefined && number !== 0;
  if (hasName && hasNumber)
    return [together(`${field}.service.port`, ['name', 'number'], 'one of them')];
  return hasName || hasNumber ? [] : [missing(`${field}.service.port`, 'a name, or a number')];
}
