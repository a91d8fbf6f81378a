import { fieldsOf, findText } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import { wrongValue } from '../../../problem/problem';
import type { Refusal } from './refusal';

const LEVELS = ['privileged', 'baseline', 'restricted'];
const LEVEL_LABELS = ['enforce', 'audit', 'warn'].map(
  (mode) => `pod-security.kubernetes.io/${mode}`,
);

/** Finds levels of pod security that there are not. */
export function checkPodSecurity({ metadata }: Manifest): readonly Refusal[] {
  const labels = fieldsOf(metadata.labels);
  return LEVEL_LABELS.flatMap((label) => {
    const level = findText(labels[label]);
    return level === undefined || LEVELS.includes(level)
      ? []
      : [wrongValue(`metadata.labels["${label}"]`, level, LEVELS.join(', '))];
  });
}
