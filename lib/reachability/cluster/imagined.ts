import { NAMESPACE_NAME } from '../../kubernetes/labels';
import type { ExternalPod } from '../spec';
import type { Field } from './field';
import type { ClusterObject } from './objects';
import { isNetworkPolicy, peersIn, specOf } from './policy-peers';
import { type Labels, readLabels } from './selector';
import type { PodTemplate } from './workloads';

/**
 * Pods that policies select and that nobody runs: whoever gives a pod these labels has what the policies
 * open to it. One for each set of labels, in each namespace; for labels of namespaces, one in a namespace
 * that has them.
 */
export function imaginedPods(
  objects: readonly ClusterObject[],
  templates: readonly PodTemplate[],
  known: readonly ExternalPod[],
): readonly ExternalPod[] {
  const isHeld = holderOf(templates, known);
  const found = new Map<string, ExternalPod>();
  for (const policy of objects.filter(isNetworkPolicy))
    for (const pod of selectedBy(policy))
      if (!isHeld(pod)) found.set(`${pod.namespace}/${pod.name}`, pod);
  return [...found.values()];
}

function selectedBy(policy: ClusterObject): readonly ExternalPod[] {
  const { namespace } = policy;
  return [
    ...imagine(namespace, labelsIn(specOf(policy).get('podSelector'))),
    ...peersIn(policy).flatMap((peer) => imaginePeer(peer, namespace)),
  ];
}

function imaginePeer(peer: Field, namespace: string): readonly ExternalPod[] {
  const podLabels = labelsIn(peer.get('podSelector'));
  if (!peer.get('namespaceSelector').present) return imagine(namespace, podLabels);
  const { [NAMESPACE_NAME]: name, ...others } = labelsIn(peer.get('namespaceSelector'));
  if (name !== undefined) return imagine(name, podLabels);
  const text = textOf(others);
  if (text === '') return [];
  return [{ name: textOf(podLabels) || '*', namespace: text, podLabels, namespaceLabels: others }];
}

function imagine(namespace: string, podLabels: Labels): readonly ExternalPod[] {
  const name = textOf(podLabels);
  return name === '' ? [] : [{ name, namespace, podLabels }];
}

function labelsIn(selector: Field): Labels {
  return readLabels(selector.get('matchLabels'));
}

function textOf(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join();
}

/** Whether somebody has all labels of a pod, by one of them and then by all. */
export function holderOf(
  templates: readonly PodTemplate[],
  known: readonly ExternalPod[],
): (pod: ExternalPod) => boolean {
  const holders = new Map<string, Labels[]>();
  const add = (namespace: string, labels: Labels) => {
    for (const [key, value] of Object.entries(labels)) {
      const place = `${namespace} ${key}=${value}`;
      const others = holders.get(place);
      if (others === undefined) holders.set(place, [labels]);
      else others.push(labels);
    }
  };
  for (const { object, labels } of templates) add(object.namespace, labels);
  for (const { namespace, podLabels } of known) add(namespace, podLabels);
  return ({ namespace, podLabels }) => {
    const entries = Object.entries(podLabels);
    const [[key, value] = ['', '']] = entries;
    return (holders.get(`${namespace} ${key}=${value}`) ?? []).some((labels) =>
      entries.every(([name, wanted]) => labels[name] === wanted),
    );
  };
}
