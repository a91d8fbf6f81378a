import { checkContainerLimits, checkQuota } from '../environment/check';
import { checkAnnotations, checkLabels } from '../kubernetes/names';
import type { Problem } from '../problem/problem';
import type { NamespaceOptions } from './spec';

/** Checks what a system says about its namespace. */
export function checkNamespace(options: NamespaceOptions): readonly Problem[] {
  const { quota, containerLimits, labels = {}, annotations = {} } = options;
  return [
    ...(quota === undefined ? [] : checkQuota('quota', quota)),
    ...(containerLimits === undefined
      ? []
      : checkContainerLimits('containerLimits', containerLimits)),
    ...checkLabels('labels', labels),
    ...checkAnnotations('annotations', annotations),
  ];
}
