import { findNearest } from '../../problem/nearest';
import { wrongValue } from '../../problem/problem';
import { isSelected, selectorOf } from '../../reachability/cluster/selector';
import { findRange } from '../../reachability/network/address';
import { readServices, type ServicePort } from '../../reachability/services';
import type { ExternalAddress, Peer, Pod, Protocol } from '../../reachability/spec';
import { UserError } from '../user-error';
import { type AccessView, isOwn } from './view';

/** What is asked. */
export interface Question {
  readonly from: Peer;
  readonly to: Peer;
  /** Of the pod. Undefined asks for all. */
  readonly port: { readonly number: number; readonly protocol: Protocol } | undefined;
}

/** The addresses that a question is about, which policies needn't name. */
export function addressesAsked(
  ...ends: readonly (string | undefined)[]
): readonly ExternalAddress[] {
  return ends.flatMap((text) => {
    if (text === undefined) return [];
    const name = findRange(text) === undefined ? (text.split(':')[0] ?? '') : text;
    return findRange(name) === undefined ? [] : [{ name, cidr: name }];
  });
}

/**
 * Reads a question as people write it: `frontend` and `cartservice:7070`. The port is a Service's, by
 * number or name, or else the pod's.
 * @throws UserError when nobody is meant, or more than one
 */
export function readQuestion(view: AccessView, fromText: string, toText: string): Question {
  // An address of IPv6 has colons of its own.
  const parts = findRange(toText) === undefined ? toText.split(':') : [toText];
  const [toName = '', portText, ...rest] = parts;
  if (toName === '' || portText === '' || rest.length > 0)
    throw new UserError(`'${toText}': allowed a name, or a name and a port: 'cartservice:7070'`);
  const callers = findPeers(view, fromText);
  const called = findPeers(view, toName);
  const from = theOne(fromText, callers, called);
  const to = theOne(toName, called, [from]);
  if (portText === undefined) return { from, to, port: undefined };
  return { from, to, port: findPort(view, to, toName, portText) };
}

/** Whom a name means, be it a Service's; those of the environment before all others. */
function findPeers(view: AccessView, name: string): readonly Peer[] {
  const found = view.reachability.findPeers(name);
  const own = found.filter((peer) => isOwn(view, peer));
  const meant = [own, podsBehind(view, name), found].find(({ length }) => length > 0) ?? [];
  if (meant.length === 0) throw new UserError(unknownPeer(view, name));
  return meant;
}

/** The one that is meant: of several, the one beside the other end. */
function theOne(name: string, meant: readonly Peer[], others: readonly Peer[]): Peer {
  const beside = meant.filter((peer) => others.some((other) => isBeside(peer, other)));
  const [first, second] = meant.length > 1 && beside.length > 0 ? beside : meant;
  if (first !== undefined && second === undefined) return first;
  const names = meant.map(({ id }) => `'${id}'`).join(', ');
  throw new UserError(`'${name}' may be ${names}: name one of these`);
}

function isBeside(peer: Peer, other: Peer): boolean {
  return peer.type === 'pod' && other.type === 'pod' && peer.namespace === other.namespace;
}

/** The pods that the environment's Services of a name select. */
function podsBehind(view: AccessView, name: string): readonly Pod[] {
  const services = servicesOf(view, name);
  return view.reachability.pods.filter((pod) =>
    services.some(
      ({ namespace, selector }) =>
        pod.namespace === namespace && isSelected(selectorOf(selector, []), pod.labels),
    ),
  );
}

/** The environment's own Services of a name; with a namespace in front, those of others, too. */
function servicesOf({ manifests, namespaces }: AccessView, text: string) {
  return readServices(manifests).filter(
    ({ namespace, name }) =>
      `${namespace}/${name}` === text || (namespaces.has(namespace) && name === text),
  );
}

function findPort(view: AccessView, to: Peer, toName: string, text: string): Question['port'] {
  const own = to.type === 'pod' ? to.ports : [];
  const behind = servicesOf(view, toName).flatMap(({ ports }) => ports);
  const service = behind.find(({ port, name }) => [String(port), name].includes(text));
  const target = service === undefined ? text : String(service.target);
  const declared = own.find(({ port, name }) => [String(port), name].includes(target));
  const protocol = service?.protocol ?? declared?.protocol ?? 'TCP';
  const number = declared?.port ?? (/^\d{1,5}$/.test(target) ? Number(target) : Number.NaN);
  if (number >= 1 && number <= 65535) return { number, protocol };
  const { field, message } = wrongValue('port', text, allowedPorts(behind, own));
  throw new UserError(`${toName} ${field}: ${message}`);
}

function allowedPorts(behind: readonly ServicePort[], own: Pod['ports']): string {
  const ports = [...behind, ...own];
  const names = ports.flatMap(({ port, name }) => [
    String(port),
    ...(name === undefined ? [] : [name]),
  ]);
  return [...new Set(names), 'a number from 1 to 65535'].join(', ');
}

function unknownPeer(view: AccessView, name: string): string {
  const { pods, outside } = view.reachability;
  const own = pods.filter((pod) => isOwn(view, pod)).map(({ workload }) => workload);
  const others = [...pods, ...outside].filter((peer) => !isOwn(view, peer)).map(({ id }) => id);
  const near = findNearest(name, [...own, ...others]);
  const hint = near === undefined ? '' : `: did you mean '${near}'?`;
  return `there is no '${name}'${hint}\nthe environment has ${[...new Set(own)].sort().join(', ')}`;
}
