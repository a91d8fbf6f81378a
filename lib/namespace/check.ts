import { checkContainerLimits, checkPodSecurity, checkQuota } from '../environment/check';
import { checkAnnotations, checkLabels } from '../kubernetes/names';
import type { Problem } from '../problem/problem';
import type { NamespaceOptions } from './spec';

/** Checks what a system says about its namespace. */
export function checkNamespace(options: NamespaceOptions): readonly Problem[] {
  const { quota, containerLimits, podSecurity, labels = {}, annotations = {} } = options;
  return [
    ...(quota === undefined ? [] : checkQuota('quota', quota)),
    ...(containerLimits === undefined
      ? []
      : checkContainerLimits('containerLimits', containerLimits)),
    ...(podSecurity === undefined ? [] : checkPodSecurity('podSecurity', podSecurity)),
    ...checkLabels('labels', labels),
    ...checkAnnotations('annotations', annotations),
  ];
}
