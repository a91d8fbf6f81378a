import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { listBy } from '../manifest/grouping';
import type { Manifest } from '../manifest/manifest';
import { ManifestObject } from '../manifest/manifest-object';
import { setOutputFile, setOutputFolder } from '../manifest/output-file';
import type { System } from '../system/system';
import { type AcknowledgedChange, withAcknowledged } from './acknowledged';
import { planApplication, planApplicationSet, planRoot } from './application';
import { ignoredDifferences } from './differences';
import type { ConfigSource } from './git';
import { planPreviewSet } from './preview/application-set';
import { planProject } from './project';

/** What Argo CD needs to know of the config repo. */
export interface ArgoCdProps extends ConfigSource {
  /** Namespace in which Argo CD runs. */
  readonly namespace: string;
  /** An Application for each system and environment, or an ApplicationSet for each environment. */
  readonly applications: 'each' | 'set';
  /** @default none */
  readonly acknowledged?: readonly AcknowledgedChange[];
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
    const root = planRoot(props, props.namespace);
    this.addObject('root', withAcknowledged(root, props.acknowledged ?? []));
    for (const [environment, those] of listBy(systems, ({ environment }) => [environment])) {
      const names = those.map(({ name }) => name);
      this.addObject(`projects/${environment.name}`, planProject(environment.spec, names, props));
      if (environment.spec.previews !== undefined) this.addPreviews(environment, those);
      else if (props.applications === 'set') this.addSet(environment, those);
      else for (const system of those) this.addApplication(system);
    }
  }

  private addApplication(system: System): void {
    const { name, instance, environment } = system;
    const ignored = ignoredDifferences(system);
    const input = { system: name, environment: environment.spec, ignored };
    this.addObject(`applications/${instance}`, planApplication(input, this.props));
  }

  private addPreviews({ spec, images }: Environment, systems: readonly System[]): void {
    if (spec.previews === undefined) return;
    for (const system of systems) {
      const { name, instance } = system;
      const ignored = ignoredDifferences(system);
      const input = {
        system: name,
        environment: spec,
        previews: spec.previews,
        ignored,
        pins: images,
      };
      this.addObject(`applicationsets/${instance}`, planPreviewSet(input, this.props));
    }
  }

  /** One template for all: of objects in several namespaces it has to say which. */
  private addSet({ name, spec }: Environment, systems: readonly System[]): void {
    const ignored = systems
      .toSorted((a, b) => (a.instance < b.instance ? -1 : 1))
      .flatMap((system) =>
        ignoredDifferences(system).map((object) => ({ ...object, namespace: system.instance })),
      );
    this.addObject(`applicationsets/${name}`, planApplicationSet(spec, ignored, this.props));
  }

  private addObject(path: string, manifest: Manifest): void {
    const holder = new Construct(this, path);
    setOutputFile(holder, `${path}.yaml`);
    new ManifestObject(holder, manifest.kind, manifest);
  }
}
