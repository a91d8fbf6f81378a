import { App } from 'cdk8s';
import { ArgoCd } from '../argocd/argocd';
import { checkEnvironments } from '../checks/hardening/environments';
import { checkFiles, checkIdentities } from '../checks/unique';
import { checkPromotionOrder } from '../environment/check';
import type { EnvironmentName } from '../environment/define';
import { Environment } from '../environment/environment';
import type { EnvironmentSpec } from '../environment/spec';
import { unfoldLists } from '../manifest/lists';
import { readTree } from '../manifest/read-tree';
import { InputError } from '../problem/problem';
import { reportProblems } from '../problem/report';
import type { System } from '../system/system';
import type * as access from './check-access';
import type * as declared from './check-access-declared';
import { checkPlace } from './check-props';
import type { ImageSource } from './image-pins';
import type { Synthesis } from './synthesis';
import { writeManifests } from './write';

/** What a config repo consists of. */
export interface ConfigRepoProps<Specs extends readonly EnvironmentSpec[]> {
  /** URL of its git repository, as Argo CD knows it. */
  readonly repository: string;
  /** Branch that Argo CD follows. @default 'main' */
  readonly branch?: string;
  /** Folder of the manifests in the repository. @default 'dist' */
  readonly folder?: string;
  /** From `defineEnvironments()`. */
  readonly environments: Specs;
  /** Pinned images of each environment. @default none: each microservice names its image itself */
  readonly images?: ImageSource;
  /** Namespace in which Argo CD runs. @default 'argocd' */
  readonly argocdNamespace?: string;
  /** Folder to write. @default CDK8S_OUTDIR, which the cdk8s CLI sets, or else 'dist' */
  readonly outdir?: string;
}

/** A system's class: what `deploy` creates once in each environment. */
export type SystemClass<Name extends string> = new (environment: Environment<Name>) => System;

/** The app of a config repo: it deploys systems to environments and writes all their manifests. */
export class ConfigRepo<Specs extends readonly EnvironmentSpec[]> extends App {
  readonly environments: readonly Environment<EnvironmentName<Specs>>[];
  private readonly systems: System[] = [];
  private readonly argocd: ArgoCd;
  private complete = false;

  constructor(props: ConfigRepoProps<Specs>) {
    super({ outdir: props.outdir });
    const { repository, branch = 'main', folder = 'dist', argocdNamespace = 'argocd' } = props;
    reportProblems(this, [
      ...checkPlace({ repository, branch, folder, argocdNamespace }),
      ...checkPromotionOrder(props.environments),
    ]);
    this.argocd = new ArgoCd(this, 'argocd', {
      repository,
      branch,
      folder,
      namespace: argocdNamespace,
    });
    this.environments = this.createEnvironments(props);
  }

  /**
   * Creates a system in every environment, or in those that are named.
   * @returns the system of each environment that could be created
   */
  deploy(
    system: SystemClass<EnvironmentName<Specs>>,
    options: { readonly to?: readonly EnvironmentName<Specs>[] } = {},
  ): readonly System[] {
    const { to } = options;
    const unknown = (to ?? []).filter((name) =>
      this.environments.every((known) => known.name !== name),
    );
    const known = this.environments.map(({ name }) => `'${name}'`).join(', ');
    reportProblems(
      this,
      unknown.map((name) => ({
        field: `deploy(${system.name})`,
        message: `there is no environment '${name}', allowed ${known}`,
      })),
    );
    return this.environments
      .filter(({ name }) => to?.includes(name) ?? true)
      .flatMap((environment) => this.createSystem(system, environment));
  }

  /** All objects, and everything that is wrong. Writes nothing. */
  synthesize(): Synthesis {
    if (!this.complete) this.argocd.addObjects(this.systems);
    this.complete = true;
    const { manifests, problems } = readTree(this);
    const rules = this.environments.map(({ name, node, spec: { exposure, imagePolicy } }) => ({
      name,
      path: node.path,
      exposure,
      imagePolicy,
    }));
    return {
      manifests,
      problems: [
        ...problems,
        ...checkIdentities(manifests),
        ...checkFiles(manifests),
        ...checkEnvironments(unfoldLists(manifests), rules, problems),
      ],
    };
  }

  /**
   * Proves the policies that are derived from the calls: evaluates those of all environments together, and
   * finds each declared call that is closed, and whatever is open that nothing declares. NetworkPolicies and
   * Istio's policies are evaluated; an environment with Cilium's alone is named.
   * @returns a line for each, with the policies to look at; or the lines of what is wrong with the repo
   */
  checkAccess(): readonly string[] {
    const { manifests, problems } = this.synthesize();
    if (problems.length > 0) return problems;
    // A synthesis does without it, and needn't load it.
    const { checkAccess }: typeof access = require('./check-access');
    const { readAccess }: typeof declared = require('./check-access-declared');
    return checkAccess(manifests, this.environments.map(readAccess));
  }

  /**
   * Writes all files, if nothing is wrong. Otherwise writes none, tells all that is wrong on stderr, and
   * has the process exit with 1.
   */
  override synth(): void {
    writeManifests(() => this.synthesize(), this.outdir);
  }

  private createEnvironments({ environments, images }: ConfigRepoProps<Specs>) {
    const names = environments.map(({ name }): EnvironmentName<Specs> => name);
    const distinct = [...new Map(environments.map((spec) => [spec.name, spec])).values()];
    return distinct.map((spec) => {
      const { pins, file, problems } = images?.(spec.name) ?? { pins: {}, problems: [] };
      const environment = new Environment<EnvironmentName<Specs>>(this, spec, {
        images: pins,
        imagesFile: file,
        hasUnreadableImages: problems.length > 0 && Object.keys(pins).length === 0,
        names,
      });
      reportProblems(environment, problems);
      return environment;
    });
  }

  private createSystem(
    system: SystemClass<EnvironmentName<Specs>>,
    environment: Environment<EnvironmentName<Specs>>,
  ): readonly System[] {
    try {
      return this.addSystem(new system(environment));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      reportProblems(environment, error.problems);
      return [];
    }
  }

  /** Leaves out a second system of the same instance, whose objects would each be one more problem. */
  private addSystem(created: System): readonly System[] {
    const { instance, environment } = created;
    const other = this.systems.find((system) => system.instance === instance);
    if (other === undefined) {
      this.systems.push(created);
      return [created];
    }
    environment.node.tryRemoveChild(created.node.id);
    // The same name in the same environment has been reported by the system itself.
    if (other.environment !== environment)
      reportProblems(other, [
        {
          field: 'name',
          message: `'${instance}' is what [${created.node.path}] is called, too: rename one of the two`,
        },
      ]);
    return [];
  }
}
