import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import type { Manifest } from '../manifest/manifest';
import { ManifestObject } from '../manifest/manifest-object';
import { setOutputFile, setOutputFolder } from '../manifest/output-file';
import type { System } from '../system/system';
import { type ManifestSource, planApplication, planProject, planRoot } from './plan';

/** What Argo CD needs to know of the config repo. */
export interface ArgoCdProps extends ManifestSource {
  /** Namespace in which Argo CD runs. */
  readonly namespace: string;
}

/** Argo CD's part of the output: a project per environment, an Application per system, and the root. */
export class ArgoCd extends Chart {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ArgoCdProps,
  ) {
    super(scope, id, { namespace: props.namespace, disableResourceNameHashes: true });
    setOutputFolder(this, id);
  }

  /** Adds the objects for all that is deployed; called once, when everything is. */
  addObjects(systems: readonly System[]): void {
    const { props } = this;
    this.addObject('root', planRoot(props, props.namespace));
    for (const [environment, names] of namesByEnvironment(systems))
      this.addObject(`projects/${environment.name}`, planProject(environment.spec, names, props));
    for (const { name, instance, environment } of systems)
      this.addObject(`applications/${instance}`, planApplication(name, environment.spec, props));
  }

  private addObject(path: string, manifest: Manifest): void {
    const holder = new Construct(this, path);
    setOutputFile(holder, `${path}.yaml`);
    new ManifestObject(holder, manifest.kind, manifest);
  }
}

function namesByEnvironment(
  systems: readonly System[],
): ReadonlyMap<Environment, readonly string[]> {
  const names = new Map<Environment, string[]>();
  for (const { environment, name } of systems)
    names.set(environment, [...(names.get(environment) ?? []), name]);
  return names;
}
