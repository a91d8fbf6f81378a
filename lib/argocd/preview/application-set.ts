import {
  ApplicationSet,
  type ApplicationSetProps,
  type ApplicationSetSpecGeneratorsPullRequest,
} from '../../../imports/argo-cd-argoproj.io';
import type { PreviewsSpec, PullRequests } from '../../environment/previews';
import type { EnvironmentSpec, ImagePins } from '../../environment/spec';
import { findSeconds } from '../../kubernetes/duration';
import { findImageReference } from '../../kubernetes/image';
import { recommendedLabels } from '../../kubernetes/labels';
import type { Manifest } from '../../manifest/manifest';
import { DELETES_OBJECTS, planAnnotations, planSpec } from '../application';
import type { IgnoredDifference } from '../differences';
import { type ConfigSource, type EnvironmentSource, sourceOf } from '../git';

/** What the previews of a system are made from. */
export interface PreviewSetInput {
  /** `online-boutique` */
  readonly system: string;
  readonly environment: EnvironmentSpec;
  readonly previews: PreviewsSpec;
  /** What controllers write. */
  readonly ignored: readonly IgnoredDifference[];
  /** Images of the environment, some of which pull requests replace. */
  readonly pins: ImagePins;
}

const NUMBER = '{{ .number }}';

/** What a placeholder is in a template of Argo CD. */
const PARAMETERS: Readonly<Record<string, string>> = {
  '{sha}': '{{ .head_sha }}',
  '{sha7}': '{{ .head_short_sha_7 }}',
  '{number}': NUMBER,
  '{branch}': '{{ .branch_slug }}',
};

/** The previews of a system: an Application for each open pull request, in a namespace of its own. */
export function planPreviewSet(input: PreviewSetInput, source: ConfigSource): Manifest {
  const { system, environment, previews, ignored } = input;
  const base = `${system}-${environment.name}`;
  const instance = `${base}-${NUMBER}`;
  const { repository, revision, prefix } = previewSourceOf(previews, source, environment.name);
  const { source: _, ...spec } = planSpec(
    environment,
    source,
    { path: '', namespace: instance },
    ignored,
  );
  const labels = recommendedLabels({ name: system, instance: base, partOf: system });
  const props: ApplicationSetProps = {
    metadata: { name: base, labels },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{ pullRequest: planGenerator(previews) }],
      template: {
        metadata: {
          name: instance,
          labels: { ...labels, 'app.kubernetes.io/instance': instance },
          annotations: planAnnotations(environment.sync),
          finalizers: [...DELETES_OBJECTS],
        },
        spec: {
          ...spec,
          source: {
            repoUrl: repository,
            targetRevision: revision,
            path: `${prefix}${system}`,
            kustomize: { namespace: instance, ...planImages(input) },
          },
        },
      },
    },
  };
  return ApplicationSet.manifest(props);
}

/**
 * Where the manifests of copies are: in the pull request itself, if it is one of the config repo; else where those
 * of any environment are.
 */
export function previewSourceOf(
  { images }: PreviewsSpec,
  source: ConfigSource,
  environment: string,
): EnvironmentSource {
  return images === undefined
    ? {
        repository: source.repository,
        revision: '{{ .head_sha }}',
        prefix: `${source.folder}/${environment}/`,
      }
    : sourceOf(source, environment);
}

/** In the words of kustomize: `registry.example.com/frontend=registry.example.com/frontend:...`. */
function planImages({ system, previews: { images = {} }, pins }: PreviewSetInput) {
  const replaced = Object.entries(images).flatMap(([key, image]) => {
    const repository = findImageReference(pins[key] ?? '')?.repository;
    return repository === undefined || !key.startsWith(`${system}/`)
      ? []
      : [`${repository}=${image.replace(/\{\w+\}/g, (one) => PARAMETERS[one] ?? one)}`];
  });
  return replaced.length > 0 && { images: replaced.toSorted() };
}

const EVERY_SECONDS = 300;

function planGenerator({
  pullRequests,
  every,
  branches,
}: PreviewsSpec): ApplicationSetSpecGeneratorsPullRequest {
  return {
    ...planForge(pullRequests),
    ...(branches !== undefined && {
      filters: [{ branchMatch: branches.from, targetBranchMatch: branches.to }],
    }),
    requeueAfterSeconds: every === undefined ? EVERY_SECONDS : findSeconds(every),
  };
}

/** Who may set a label on a pull request has it deployed. */
const LABELS: readonly string[] = ['preview'];

function planForge(where: PullRequests): ApplicationSetSpecGeneratorsPullRequest {
  const { token } = where;
  const tokenRef = token && { secretName: token.name, key: token.key };
  const labels = ('labels' in where ? where.labels : undefined) ?? LABELS;
  const labelled = labels.length > 0 ? { labels: [...labels] } : {};
  const bearerToken = tokenRef && { tokenRef };
  switch (where.kind) {
    case 'github': {
      const { owner, repository: repo, api, app: appSecretName } = where;
      return { github: { owner, repo, api, appSecretName, tokenRef, ...labelled } };
    }
    case 'gitlab': {
      const { project, api } = where;
      // Otherwise merged and closed ones, too.
      return { gitlab: { project, api, tokenRef, pullRequestState: 'opened', ...labelled } };
    }
    case 'gitea': {
      const { owner, repository: repo, api } = where;
      return { gitea: { owner, repo, api, tokenRef, ...labelled } };
    }
    case 'bitbucket': {
      const { owner, repository: repo } = where;
      return { bitbucket: { owner, repo, bearerToken } };
    }
    case 'bitbucketServer': {
      const { project, repository: repo, api } = where;
      return { bitbucketServer: { project, repo, api, bearerToken } };
    }
    case 'azureDevOps': {
      const { organization, project, repository: repo, api } = where;
      return { azuredevops: { organization, project, repo, api, tokenRef, ...labelled } };
    }
  }
}
