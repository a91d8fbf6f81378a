import type { StringMap } from '../kubernetes/labels';
import type { SecretKeys } from './keys';

/**
 * Annotations of a microservice that have its pods restarted, by its own way of release, when one of the
 * Secrets changes. It takes Stakater's Reloader in the cluster.
 * @see https://docs.stakater.com/reloader/
 */
export function restartOn(
  ...secrets: readonly [Pick<SecretKeys, 'secretName'>, ...Pick<SecretKeys, 'secretName'>[]]
): StringMap {
  const names = [...new Set(secrets.map(({ secretName }) => secretName))].toSorted();
  return { 'secret.reloader.stakater.com/reload': names.join(',') };
}
