import { checkDuration, type Duration } from '../kubernetes/duration';
import { checkImage } from '../kubernetes/image';
import { checkDataKey, checkDnsSubdomain } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';

/**
 * A copy of an environment for each open pull request, which Argo CD makes and takes away. The environment
 * itself runs nowhere: it is what the copies are made from.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Pull-Request/
 */
export interface PreviewsSpec {
  /** Where the pull requests are: `github({ owner: 'example', repository: 'shop' })`. */
  readonly pullRequests: PullRequests;
  /**
   * Images that a pull request of an application's repository has built, by microservice, with
   * `{sha}`, `{sha7}`, `{number}` or `{branch}` for what tells them apart:
   * `{ 'shop/frontend': 'registry.example.com/frontend:{sha}' }`. All else is as on the config repo's branch.
   * @default none: the pull requests are those of the config repo, and a copy is what they make of it
   */
  readonly images?: Readonly<Record<string, string>>;
  /** How often Argo CD looks for pull requests; a webhook tells it at once. @default '5m' */
  readonly every?: Duration;
  /** Regular expressions that a pull request's branches must match. @default any */
  readonly branches?: { readonly from?: string; readonly to?: string };
}

/** A key of a Secret in Argo CD's namespace. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** Where pull requests are, as data. */
export type PullRequests =
  | ({ readonly kind: 'github' } & GitHub)
  | ({ readonly kind: 'gitlab' } & GitLab)
  | ({ readonly kind: 'gitea' } & Gitea)
  | ({ readonly kind: 'bitbucket' } & Bitbucket)
  | ({ readonly kind: 'bitbucketServer' } & BitbucketServer)
  | ({ readonly kind: 'azureDevOps' } & AzureDevOps);

/** Which pull requests get a copy. */
interface Labelled {
  /**
   * Labels that a pull request must have, all of them; `[]` for every one. Who may set a label decides what
   * runs in the cluster. @default ['preview']
   */
  readonly labels?: readonly string[];
}

/** Who Argo CD is to the forge. */
interface ByToken {
  /** Its token. @default none: the repository is public */
  readonly token?: SecretKey;
}

/** A repository of GitHub. */
export interface GitHub extends Labelled, ByToken {
  readonly owner: string;
  readonly repository: string;
  /** URL of GitHub Enterprise. @default GitHub's own */
  readonly api?: string;
  /** Secret of Argo CD with the credentials of a GitHub App, instead of a token. @default none */
  readonly app?: string;
}

/** A project of GitLab, whose merge requests are meant. */
export interface GitLab extends Labelled, ByToken {
  /** Number, or path: `example/shop`. */
  readonly project: string;
  /** URL of a GitLab of one's own. @default GitLab's own */
  readonly api?: string;
}

/** A repository of Gitea or Forgejo. */
export interface Gitea extends Labelled, ByToken {
  readonly owner: string;
  readonly repository: string;
  /** `https://gitea.example.com` */
  readonly api: string;
}

/** A repository of Bitbucket Cloud, whose pull requests have no labels. */
export interface Bitbucket extends ByToken {
  readonly owner: string;
  readonly repository: string;
}

/** A repository of Bitbucket Server or Data Center, whose pull requests have no labels. */
export interface BitbucketServer extends ByToken {
  readonly project: string;
  readonly repository: string;
  /** `https://bitbucket.example.com/rest` */
  readonly api: string;
}

/** A repository of Azure DevOps. */
export interface AzureDevOps extends Labelled, ByToken {
  readonly organization: string;
  readonly project: string;
  readonly repository: string;
  /** URL of an Azure DevOps Server. @default Azure's own */
  readonly api?: string;
}

/** Pull requests of a repository of GitHub. */
export function github(props: GitHub): PullRequests {
  return { kind: 'github', ...props };
}

/** Merge requests of a project of GitLab. */
export function gitlab(props: GitLab): PullRequests {
  return { kind: 'gitlab', ...props };
}

/** Pull requests of a repository of Gitea or Forgejo. */
export function gitea(props: Gitea): PullRequests {
  return { kind: 'gitea', ...props };
}

/** Pull requests of a repository of Bitbucket Cloud. */
export function bitbucket(props: Bitbucket): PullRequests {
  return { kind: 'bitbucket', ...props };
}

/** Pull requests of a repository of Bitbucket Server. */
export function bitbucketServer(props: BitbucketServer): PullRequests {
  return { kind: 'bitbucketServer', ...props };
}

/** Pull requests of a repository of Azure DevOps. */
export function azureDevOps(props: AzureDevOps): PullRequests {
  return { kind: 'azureDevOps', ...props };
}

/** What may stand in an image's tag for a pull request, and an example of it. */
export const PLACEHOLDERS = {
  '{sha}': '0123456789abcdef0123456789abcdef01234567',
  '{sha7}': '0123456',
  '{number}': '12',
  '{branch}': 'my-feature',
} as const satisfies Readonly<Record<string, string>>;

/** An image of a pull request, with an example in place of what tells it apart. */
export function exampleOf(image: string): string {
  let example = image;
  for (const [placeholder, value] of Object.entries(PLACEHOLDERS))
    example = example.replaceAll(placeholder, value);
  return example;
}

/** Argo CD asks no oftener than this in earnest: forges count what they are asked. */
const LEAST_SECONDS = 30;

/** Checks what an environment says of its previews. */
export function checkPreviews(
  field: string,
  previews: PreviewsSpec,
  { tier, onDelete }: { readonly tier: string; readonly onDelete?: string },
): readonly Problem[] {
  const { pullRequests, images = {}, every, branches = {} } = previews;
  return [
    ...(tier === 'production'
      ? [
          {
            field,
            message:
              "are not for production: what pull requests make runs there; use an environment with tier: 'preproduction'",
          },
        ]
      : []),
    ...(onDelete === 'keep'
      ? [
          wrongValue(
            'sync.onDelete',
            onDelete,
            "'delete', or nothing: a copy goes with its pull request",
          ),
        ]
      : []),
    ...checkPullRequests(`${field}.pullRequests`, pullRequests),
    ...checkDuration(`${field}.every`, every, LEAST_SECONDS),
    ...Object.entries(images).flatMap(([key, image]) =>
      checkPreviewImage(`${field}.images`, key, image),
    ),
    ...(Object.keys(images).length === 0 && previews.images !== undefined
      ? [wrongValue(`${field}.images`, images, 'at least one; none if it is left out')]
      : []),
    ...Object.entries(branches).flatMap(([side, pattern]) =>
      checkPattern(`${field}.branches.${side}`, side, pattern),
    ),
  ];
}

function checkPullRequests(field: string, where: PullRequests): readonly Problem[] {
  const { token } = where;
  return [
    ...Object.entries(where).flatMap(([name, value]) => {
      if (name === 'api') return checkApi(`${field}.api`, value);
      if (typeof value !== 'string' || NAME.test(value)) return [];
      return [wrongValue(`${field}.${name}`, value, 'a name without spaces')];
    }),
    ...(token === undefined
      ? []
      : [
          ...checkDnsSubdomain(`${field}.token.name`, token.name),
          ...checkDataKey(`${field}.token.key`, token.key),
        ]),
    ...('labels' in where ? (where.labels ?? []) : []).flatMap((label, index) =>
      label.trim() === '' ? [wrongValue(`${field}.labels[${index}]`, label, 'a label')] : [],
    ),
    ...(where.kind === 'github' && where.app !== undefined && token !== undefined
      ? [{ field: `${field}.app`, message: 'and `token` are both there: choose one' }]
      : []),
  ];
}

/** A template of Argo CD's would be worked out. */
const NAME = /^[^\s{}]+$/;

function checkApi(field: string, api: unknown): readonly Problem[] {
  if (typeof api === 'string' && /^https?:\/\/[^\s{}@]+$/.test(api)) return [];
  return [wrongValue(field, api, 'a URL without a password: https://git.example.com')];
}

function checkPreviewImage(field: string, key: string, image: string): readonly Problem[] {
  const at = `${field}.${key}`;
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(key))
    return [wrongValue(field, key, "a system and its microservice: 'shop/frontend'")];
  const unknown = /\{[^{}]*\}/g;
  const known = Object.keys(PLACEHOLDERS);
  const strange = (image.match(unknown) ?? []).filter((one) => !known.includes(one));
  if (strange.length > 0) return [wrongValue(at, strange[0], known.join(', '))];
  if (!known.some((one) => image.includes(one)))
    return [
      wrongValue(at, image, `an image that tells pull requests apart, by ${known.join(', ')}`),
    ];
  return checkImage(at, exampleOf(image));
}

function checkPattern(field: string, side: string, pattern: string): readonly Problem[] {
  if (side !== 'from' && side !== 'to')
    return [{ field, message: "isn't known, allowed from, to" }];
  try {
    new RegExp(pattern);
    return [];
  } catch {
    return [wrongValue(field, pattern, "a regular expression: '^feature/'")];
  }
}
