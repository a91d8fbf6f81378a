import { copiedFolders } from '../manifest/local-config';
import type { ManifestSet } from '../manifest/manifest-set';
import { keepConfig } from './kept-config';
import { resolveOutput } from './output';
import { previousTexts } from './previous';

/**
 * The manifests with the configuration of older versions, as the output has it. Who has it synthesized aside,
 * to compare, says in the environment where the real one is.
 * @param committed - folder of the manifests in the git repository
 */
export function withOlderConfig(
  manifests: ManifestSet,
  outdir: string,
  committed: string,
): ManifestSet {
  const { SUPERCARGO_PREVIOUS_OUTPUT: previous = resolveOutput(outdir).folder } = process.env;
  const passing = copiedFolders(manifests);
  return keepConfig(manifests, (files) => {
    // A copy for a pull request has no earlier version to go back to.
    const lasting = files.filter((file) => !passing.has(file.slice(0, file.lastIndexOf('/'))));
    return previousTexts(previous, committed, lasting);
  });
}
