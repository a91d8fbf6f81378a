import { checkCidr } from '../../../kubernetes/cidr';
import { type Fields, fieldsOf, itemsOf } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import { wrongValue } from '../../../problem/problem';
import { Cidr } from '../../../schema/cel/addresses';
import { missing, type Refusal, together } from './refusal';

/** Finds what the API server refuses in a NetworkPolicy. @see `ValidateNetworkPolicySpec` of Kubernetes */
export function checkPolicy({ spec }: Manifest): readonly Refusal[] {
  const { ingress, egress } = fieldsOf(spec);
  return [
    ...checkRules('spec.ingress', ingress, 'from'),
    ...checkRules('spec.egress', egress, 'to'),
  ];
}

function checkRules(field: string, rules: unknown, side: 'from' | 'to'): readonly Refusal[] {
  return itemsOf(rules).flatMap((rule, index) => {
    const { ports, [side]: peers } = fieldsOf(rule);
    const place = `${field}[${index}]`;
    return [
      ...itemsOf(ports).flatMap((port, number) =>
        checkPort(`${place}.ports[${number}]`, fieldsOf(port)),
      ),
      ...itemsOf(peers).flatMap((peer, number) =>
        checkPeer(`${place}.${side}[${number}]`, fieldsOf(peer)),
      ),
    ];
  });
}

function checkPort(field: string, { port, endPort }: Fields): readonly Refusal[] {
  if (typeof endPort !== 'number') return [];
  if (typeof port !== 'number')
    return port === undefined
      ? [missing(`${field}.port`, 'a number where there is an endPort')]
      : [wrongValue(`${field}.port`, port, 'a number where there is an endPort')];
  return endPort >= port ? [] : [wrongValue(`${field}.endPort`, endPort, `${port} or more`)];
}

const PEERS = ['ipBlock', 'namespaceSelector', 'podSelector'];

function checkPeer(field: string, peer: Fields): readonly Refusal[] {
  const named = PEERS.filter((name) => peer[name] !== undefined);
  // A name that is none is told by the schema.
  if (named.length === 0)
    return Object.keys(peer).length > 0 ? [] : [missing(field, `one of ${PEERS.join(', ')}`)];
  const { ipBlock } = peer;
  if (ipBlock === undefined) return [];
  const { cidr, except } = fieldsOf(ipBlock);
  return [
    ...(named.length > 1
      ? [together(field, named, 'ipBlock alone, or in an item of its own')]
      : []),
    ...checkBlock(`${field}.ipBlock.cidr`, cidr),
    ...itemsOf(except).flatMap((one, place) =>
      checkExcept(`${field}.ipBlock.except[${place}]`, one, cidr),
    ),
  ];
}

function checkBlock(field: string, cidr: unknown): readonly Refusal[] {
  return typeof cidr === 'string' && checkCidr(field, plainOf(cidr)).length > 0
    ? checkCidr(field, cidr)
    : [];
}

function checkExcept(field: string, except: unknown, cidr: unknown): readonly Refusal[] {
  const wrong = checkBlock(field, except);
  if (wrong.length > 0 || typeof except !== 'string' || typeof cidr !== 'string') return wrong;
  const [inner, outer] = [Cidr.find(plainOf(except)), Cidr.find(plainOf(cidr))];
  // A block that is none is told where it stands.
  if (inner === undefined || outer === undefined) return [];
  return outer.containsAll(inner) && inner.prefix > outer.prefix
    ? []
    : [wrongValue(field, except, `a part of ${cidr}, and not all of it`)];
}

/** The API server reads zeros in front as nothing: `010.0.0.0/08`. */
function plainOf(cidr: string): string {
  return cidr.includes(':') ? cidr : cidr.replace(/(^|[./])0+(?=\d)/g, '$1');
}
