import type { Volume } from '../pod/volumes';
import type { Config } from './spec';

/** Name of the volume that shows `config.files`. */
export const FILES_VOLUME = 'config-files';

/**
 * The volume that shows `config.files`, by its name; none where there are none.
 * @param configMap - that holds them
 */
export function filesVolume(
  { files }: Config = {},
  configMap: string,
): Readonly<Record<string, Volume>> {
  if (files === undefined || Object.keys(files.contents).length === 0) return {};
  const { mountPath, mode } = files;
  return {
    [FILES_VOLUME]: {
      source: { configMap: { name: configMap, defaultMode: mode } },
      mount: mountPath === undefined ? undefined : { path: mountPath, readOnly: true },
      problems: [],
    },
  };
}
