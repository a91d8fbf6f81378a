import type { IConstruct } from 'constructs';
import { ConfigRepo } from '../../lib/config-repo/config-repo';
import type { ManifestSet } from '../../lib/manifest/manifest-set';

/** What main.ts makes. */
export interface MainApp {
  readonly root: IConstruct;
  readonly manifests: ManifestSet;
  /** What its files hold: the same, and the configuration of older versions. */
  readonly written: ManifestSet;
}

let loaded: MainApp | undefined;

/** Runs main.ts, in which nothing may be wrong, once for all tests. Writes nothing. */
export function loadMain(): MainApp {
  loaded ??= load();
  return loaded;
}

function load(): MainApp {
  const repos: ConfigRepo<readonly []>[] = [];
  const synth = jest.spyOn(ConfigRepo.prototype, 'synth').mockImplementation(function remember(
    this: ConfigRepo<readonly []>,
  ) {
    repos.push(this);
  });
  require('../../main');
  synth.mockRestore();
  const [root] = repos;
  if (root === undefined) throw new Error('main.ts synthesizes no repo');
  const { manifests, problems, asWritten = (all) => all } = root.synthesize();
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { root, manifests, written: asWritten(manifests) };
}
