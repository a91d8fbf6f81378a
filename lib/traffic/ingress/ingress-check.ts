import type { ServiceEndpoint } from '../../endpoint/endpoint';
import { checkDnsSubdomain } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkCertificate } from '../certificate';
import { checkDestination } from '../destination';
import { checkHostname } from '../gateway-api/route-check';
import { checkDistinct, checkEach, checkObject, checkOptional, checkWord } from '../values';
import { pathsOf } from './ingress-plan';
import type { IngressPath, IngressProps, IngressRule, IngressTls } from './ingress-spec';
import { checkNginx } from './nginx';

/** Checks an Ingress. */
export function checkIngress(
  name: string,
  props: IngressProps,
  namespace: string | undefined,
): readonly Problem[] {
  const { ingressClassName, rules = [], tls, defaultBackend, nginx } = props;
  const checkBackend = (field: string, to: ServiceEndpoint) => [
    ...checkDestination(field, to),
    ...(to.namespace === namespace
      ? []
      : [
          wrongValue(
            field,
            `${to.namespace}/${to.service}`,
            `Services of ${namespace ?? 'its chart'}`,
          ),
        ]),
  ];
  return [
    ...checkObject(name, props),
    ...checkOptional('ingressClassName', ingressClassName, checkDnsSubdomain),
    ...(rules.length === 0 && defaultBackend === undefined
      ? [{ field: 'rules', message: 'is empty: add a rule, or a defaultBackend' }]
      : []),
    ...checkEach('rules', rules, (field, rule) => checkRule(field, rule, checkBackend)),
    ...checkDistinct('rules', rules.flatMap(keysOf)),
    ...checkEach('tls', tls, checkTls),
    ...checkOptional('defaultBackend', defaultBackend, checkBackend),
    ...checkOptional('nginx', nginx, checkNginx),
  ];
}

function keysOf(rule: IngressRule): readonly string[] {
  return pathsOf(rule).map(
    ({ path = '/', pathType = 'Prefix' }) => `${rule.host ?? '*'}${path} (${pathType})`,
  );
}

function checkRule(
  field: string,
  rule: IngressRule,
  checkBackend: (field: string, to: ServiceEndpoint) => readonly Problem[],
): readonly Problem[] {
  const paths = pathsOf(rule);
  return [
    ...checkOptional(`${field}.host`, rule.host, checkHostname),
    ...(paths.length === 0 ? [{ field: `${field}.paths`, message: 'is empty: add one' }] : []),
    ...checkEach(`${field}.paths`, paths, (place, path) => [
      ...checkPath(place, path),
      ...checkBackend(`${place}.to`, path.to),
    ]),
  ];
}

function checkPath(field: string, { path = '/', pathType }: IngressPath): readonly Problem[] {
  const isAbsolute = path.startsWith('/') && !path.includes('//');
  return [
    ...checkWord(`${field}.pathType`, pathType, ['Prefix', 'Exact', 'ImplementationSpecific']),
    ...(pathType === 'ImplementationSpecific' || isAbsolute
      ? []
      : [wrongValue(`${field}.path`, path, "a path: it begins with '/', without '//'")]),
  ];
}

function checkTls(
  field: string,
  { hosts, secretName, certificate }: IngressTls,
): readonly Problem[] {
  return [
    ...checkEach(`${field}.hosts`, hosts, checkHostname),
    ...checkOptional(`${field}.secretName`, secretName, checkDnsSubdomain),
    ...checkOptional(`${field}.certificate`, certificate, (place, request) =>
      checkCertificate(place, request, []),
    ),
    ...(certificate !== undefined && hosts.length === 0
      ? [{ field: `${field}.hosts`, message: 'is empty: a certificate is for a host' }]
      : []),
  ];
}
