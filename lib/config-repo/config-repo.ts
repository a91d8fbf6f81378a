import { App } from 'cdk8s';
import { type AcknowledgedChange, checkAcknowledged } from '../argocd/acknowledged';
import { annotateForSync } from '../argocd/annotate';
import { ArgoCd } from '../argocd/argocd';
import { folderPerEnvironment, type GitStrategy } from '../argocd/git';
import { syncWaves } from '../argocd/sync-order';
import { linesOf } from '../checks/finding';
import { checkFiles } from '../checks/unique';
import { checkPromotionOrder } from '../environment/check';
import type { EnvironmentName } from '../environment/define';
import { Environment } from '../environment/environment';
import type { EnvironmentSpec } from '../environment/spec';
import {
  checkKubernetesVersion,
  DEFAULT_KUBERNETES,
  type KubernetesVersion,
} from '../kubernetes/version';
import { externalsIn } from '../manifest/external';
import { readTree } from '../manifest/read-tree';
import { waiversIn } from '../manifest/waiver';
import { reportProblems } from '../problem/report';
import { readProps } from '../shape/check';
import type { System } from '../system/system';
import { type BranchSource, checkBranchSystems, expiredBranches } from './branches';
import type * as access from './check-access';
import type * as declared from './check-access-declared';
import { checkObjects } from './check-objects';
import { checkDeploy, checkGit, checkPlace, checkPreviewsPlace } from './check-props';
import { closedApi } from './closed-api';
import { committedIn } from './committed';
import type { ImageSource } from './image-pins';
import { mistakesIn } from './mistakes';
import { withOlderConfig } from './older-config';
import { planPreviews, previewedIn } from './previews';
import { findReportFile, writeReport } from './report-aside';
import { isStrictHere } from './strict';
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
  /**
   * Where each environment's manifests are kept: `folderPerEnvironment()`, `branchPerEnvironment()` or
   * `repositoryPerEnvironment()`. @default a folder each, on the one branch
   */
  readonly git?: GitStrategy<EnvironmentName<Specs>>;
  /**
   * An Application for each system and environment, or an ApplicationSet for each environment, which finds
   * the systems by their folders. @default 'each'
   */
  readonly applications?: 'each' | 'set';
  /** From `defineEnvironments()`. */
  readonly environments: Specs;
  /** Pinned images of each environment. @default none: each microservice names its image itself */
  readonly images?: ImageSource;
  /** Open feature branches of each environment. @default none */
  readonly branches?: BranchSource;
  /** Namespace in which Argo CD runs. @default 'argocd' */
  readonly argocdNamespace?: string;
  /** Dangerous changes that are meant, for `supercargo diff`; to be taken out once they are done. @default none */
  readonly acknowledged?: readonly AcknowledgedChange[];
  /** Whether warnings fail a synth, too. @default false: they are told */
  readonly strict?: boolean;
  /** Version of Kubernetes that the manifests are for: it has removed some API versions. @default '1.28' */
  readonly kubernetes?: KubernetesVersion;
  /** Folder to write. @default CDK8S_OUTDIR, which the cdk8s CLI sets, or else 'dist' */
  readonly outdir?: string;
}

/** A system's class: what `deploy` creates once in each environment. */
export type SystemClass<Name extends string> = new (environment: Environment<Name>) => System;

/** The app of a config repo: it deploys systems to environments and writes all their manifests. */
export class ConfigRepo<Specs extends readonly EnvironmentSpec[]> extends App {
  readonly environments: readonly Environment<EnvironmentName<Specs>>[];
  /** By their instances. */
  private readonly systems = new Map<string, System>();
  private readonly argocd: ArgoCd;
  private readonly kubernetes: KubernetesVersion;
  private readonly isStrict: boolean;
  private readonly folder: string;
  private complete = false;

  constructor(given: ConfigRepoProps<Specs>) {
    const { props, problems } = readProps('ConfigRepo', given);
    super({ outdir: props.outdir });
    const { repository = '', branch = 'main', folder = 'dist' } = props;
    const { argocdNamespace = 'argocd' } = props;
    const { git = folderPerEnvironment(), applications = 'each' } = props;
    const { kubernetes = DEFAULT_KUBERNETES, strict = isStrictHere() } = props;
    this.kubernetes = kubernetes;
    this.isStrict = strict;
    this.folder = folder;
    // What is wrong with an environment is told by itself.
    const own = problems.filter(({ field }) => !field.startsWith('environments['));
    reportProblems(this, own);
    if (problems.length === 0)
      reportProblems(this, [
        ...checkPlace({ repository, branch, folder, argocdNamespace }),
        ...checkKubernetesVersion('kubernetes', kubernetes),
        ...checkGit(git, branch, props.environments),
        ...checkPromotionOrder(props.environments),
        ...checkPreviewsPlace(repository, props.environments),
        ...checkAcknowledged(props.acknowledged ?? []),
      ]);
    this.argocd = new ArgoCd(this, 'argocd', {
      repository,
      branch,
      folder,
      git,
      namespace: argocdNamespace,
      applications,
      acknowledged: props.acknowledged,
    });
    const environments = Array.isArray(given?.environments) ? given.environments : [];
    this.environments = this.createEnvironments(environments, props);
  }

  /**
   * Creates a system in every environment, or in those that are named.
   * @returns the system of each environment that could be created
   */
  deploy(
    system: SystemClass<EnvironmentName<Specs>>,
    options: { readonly to?: readonly EnvironmentName<Specs>[] } = {},
  ): readonly System[] {
    const wrong = checkDeploy(system, options);
    reportProblems(this, wrong);
    if (wrong.length > 0) return [];
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
    const systems = [...this.systems.values()];
    if (!this.complete) this.argocd.addObjects(systems);
    this.complete = true;
    const { manifests: read, problems } = readTree(this);
    const waves = syncWaves(systems, read);
    const manifests = annotateForSync(read, waves, previewedIn(this.environments));
    const previews = planPreviews(systems, manifests);
    const rules = this.environments.map((environment) => ({
      name: environment.name,
      path: environment.node.path,
      exposure: environment.spec.exposure,
      imagePolicy: environment.spec.imagePolicy,
      isProduction: environment.isProduction,
    }));
    const { findings, waived } = checkObjects(
      manifests,
      {
        environments: rules,
        // What Argo CD's objects are made of has been told where it stands.
        told: problems.length === 0 ? [] : [...problems, `[${this.argocd.node.path}]`],
        kubernetes: this.kubernetes,
        externals: externalsIn(this),
        before: committedIn(this.outdir),
      },
      waiversIn(this),
    );
    const warnings = [...linesOf(findings, 'warning'), ...this.environments.flatMap(closedApi)];
    return {
      manifests: previews.added.length === 0 ? manifests : [...manifests, ...previews.added],
      findings,
      waived,
      asWritten: (all) => withOlderConfig(all, this.outdir, this.folder),
      warnings: this.isStrict ? [] : warnings,
      problems: [
        ...problems,
        ...(this.hasBranches()
          ? this.environments.flatMap((environment) => this.checkBranches(environment))
          : []),
        ...checkFiles([...manifests, ...previews.added]),
        ...previews.problems,
        ...linesOf(findings, 'error'),
        ...(this.isStrict ? warnings : []),
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
   * Writes all files, if nothing is wrong, and tells which feature branches have expired. Otherwise writes
   * none, tells all that is wrong on stderr, and has the process exit with 1.
   */
  override synth(): void {
    const report = findReportFile();
    if (report !== undefined) {
      const names = this.environments.map(({ name }) => name);
      writeReport(this.synthesize(), names, report, this.outdir);
      return;
    }
    writeManifests(
      () => this.synthesize(),
      this.outdir,
      () => (this.hasBranches() ? expiredBranches(this, new Date()) : []),
    );
  }

  private createEnvironments(
    environments: readonly EnvironmentSpec<EnvironmentName<Specs>>[],
    { images, branches }: ConfigRepoProps<Specs>,
  ) {
    const names = environments.map((spec) => spec?.name);
    const distinct = [...new Map(environments.map((spec) => [spec?.name, spec])).values()];
    return distinct.map((spec) => {
      const read: Partial<ReturnType<ImageSource>> = images?.(spec?.name) ?? {};
      const { pins = {}, file, problems = [] } = read;
      const open = branches?.(spec?.name);
      const environment = new Environment<EnvironmentName<Specs>>(this, spec, {
        images: pins,
        imagesFile: file,
        hasUnreadableImages: problems.length > 0 && Object.keys(pins).length === 0,
        branches: open?.branches,
        branchesFile: open?.file,
        names,
      });
      reportProblems(environment, [...problems, ...(open?.problems ?? [])]);
      return environment;
    });
  }

  private hasBranches(): boolean {
    return this.environments.some(({ branches }) => Object.keys(branches).length > 0);
  }

  private checkBranches(environment: Environment): readonly string[] {
    const systems = [...this.systems.values()].filter(
      (system) => system.environment === environment,
    );
    return checkBranchSystems(
      environment,
      systems.map(({ name }) => name),
    );
  }

  private createSystem(
    system: SystemClass<EnvironmentName<Specs>>,
    environment: Environment<EnvironmentName<Specs>>,
  ): readonly System[] {
    try {
      return this.addSystem(new system(environment));
    } catch (error) {
      reportProblems(environment, mistakesIn(error));
      return [];
    }
  }

  /** Leaves out a second system of the same instance, whose objects would each be one more problem. */
  private addSystem(created: System): readonly System[] {
    const { instance, environment } = created;
    const other = this.systems.get(instance);
    if (other === undefined) {
      this.systems.set(instance, created);
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
