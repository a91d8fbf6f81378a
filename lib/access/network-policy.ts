import type { k8s } from 'cdk8s-plus-28';
import type { StringMap } from '../kubernetes/labels';
import { NAMESPACE_NAME } from '../kubernetes/labels';
import { intOrString, kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import { type AccessNode, type PodPort, selectorOf } from './node';
import {
  type AddressPeer,
  anyRequest,
  apiServerOpenings,
  byAddress,
  incomingOpenings,
  outgoingOpenings,
  type Peer,
} from './openings';
import { groupOpenings, type Opening } from './rules';
import type { Access } from './spec';

/** Nothing in, nothing out, for every pod of a namespace: what the other policies open. */
export function planDefaultDeny(labels: StringMap): Manifest {
  return kubeManifest('KubeNetworkPolicy', {
    metadata: { name: 'default-deny', labels },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
}

/** What opens to and from one group of pods: its declared calls, and what they can't work without. */
export function planNetworkPolicy(node: AccessNode, access: Access): Manifest {
  const { name, namespace, labels } = node.group;
  const plain = (opening: Opening<Peer>) => byAddress(anyRequest(opening), access);
  const ingress = groupOpenings(incomingOpenings(node, access).map(plain));
  const outgoing = [...outgoingOpenings(node, access), ...apiServerOpenings(node, access)];
  const egress = groupOpenings(outgoing.map(plain));
  return kubeManifest('KubeNetworkPolicy', {
    metadata: { name, labels },
    spec: {
      podSelector: { matchLabels: selectorOf(node.group) },
      policyTypes: ['Ingress', 'Egress'],
      ...(ingress.length > 0 && {
        ingress: ingress.map(({ peers, ports }) => ({
          from: peers.map((peer) => planPeer(peer, namespace)),
          ports: ports.map(planPort),
        })),
      }),
      ...(egress.length > 0 && {
        egress: egress.map(({ peers, ports }) => ({
          to: peers.map((peer) => planPeer(peer, namespace)),
          ports: ports.map(planPort),
        })),
      }),
    },
  });
}

function planPeer(peer: AddressPeer, namespace: string | undefined): k8s.NetworkPolicyPeer {
  switch (peer.kind) {
    case 'pods':
      return {
        ...(peer.namespace !== namespace &&
          peer.namespace !== undefined && {
            namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: peer.namespace } },
          }),
        podSelector: { matchLabels: peer.labels },
      };
    case 'addresses':
      return {
        ipBlock: { cidr: peer.cidr, ...(peer.except && { except: [...peer.except] }) },
      };
  }
}

function planPort({ port, protocol }: PodPort): k8s.NetworkPolicyPort {
  return {
    port: intOrString(port),
    ...(protocol !== 'TCP' && { protocol }),
  };
}
