import { App } from 'cdk8s';
import { Environment } from '../../lib/environment/environment';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import type { Manifest } from '../../lib/manifest/manifest';
import { System } from '../../lib/system/system';
import { manifestsOf } from '../render-tree';
import { qa } from '../shop';

/** A system in an environment of its own. */
export function shopIn(environment: EnvironmentSpec = qa): System {
  return new System(new Environment(new App(), environment), 'shop');
}

/** The objects of a system's file. */
export function objectsIn(system: System, file: string): readonly Manifest[] {
  return manifestsOf(system.environment)
    .filter((entry) => entry.file.endsWith(`/${file}.yaml`))
    .map(({ manifest }) => manifest);
}

/** The only object of a kind in a system's file. */
export function objectIn(system: System, file: string, kind: string): Manifest {
  const [found, ...others] = objectsIn(system, file).filter((manifest) => manifest.kind === kind);
  if (found === undefined || others.length > 0) throw new Error(`${file}.yaml: ${kind} not once`);
  return found;
}
