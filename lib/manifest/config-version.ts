import { ANNOTATION } from '../kubernetes/annotations';
import { fieldsOf } from './fields';
import type { Manifest } from './manifest';

/** The place of a ConfigMap among those of older configurations, from 1; undefined for what has none. */
export function findConfigVersion({ metadata }: Manifest): number | undefined {
  const version = Number(fieldsOf(metadata.annotations)[ANNOTATION.configVersion]);
  return Number.isInteger(version) && version > 0 ? version : undefined;
}
