import type { StringMap } from '../kubernetes/labels';
import { requireCall } from '../shape/check';
import type { SecretKeys } from './keys';

/**
 * Annotations of a microservice that have its pods restarted, by its own way of release, when one of the
 * Secrets changes. It takes Stakater's Reloader in the cluster.
 * @see https://docs.stakater.com/reloader/
 */
export function restartOn(
  ...secrets: readonly [Pick<SecretKeys, 'secretName'>, ...Pick<SecretKeys, 'secretName'>[]]
): StringMap {
  for (const secret of secrets) requireCall('restartOn', secret);
  if (secrets.length === 0) requireCall('restartOn', undefined);
  const names = [...new Set(secrets.map(({ secretName }) => secretName))].toSorted();
  return { 'secret.reloader.stakater.com/reload': names.join(',') };
}
