import { checkPlace } from '../../config-repo/check-props';
import { type Problem, wrongValue } from '../../problem/problem';

/** The products that pipelines are written for. */
export const CI_CHOICES = ['github', 'gitlab', 'both'] as const;

export type Ci = (typeof CI_CHOICES)[number];

/** What a new config repo is made from. */
export interface NewRepo {
  /** Name of its package. */
  readonly name: string;
  /** URL of its git repository, as Argo CD will know it. */
  readonly repository: string;
  readonly ci: Ci;
}

/** Checks what the new repo is to be called, and where it will be. */
export function checkNewRepo({ name, repository }: NewRepo): readonly Problem[] {
  return [
    ...(/^[a-z0-9][a-z0-9._-]{0,127}$/.test(name)
      ? []
      : [wrongValue('--name', name, "lower-case letters, digits, '-', '.' and '_': my-config")]),
    ...checkRepository(repository),
  ];
}

/** What a ConfigRepo takes, without what means something in TypeScript, YAML or a shell: it stands there. */
function checkRepository(repository: string): readonly Problem[] {
  const place = { repository, branch: 'main', folder: 'dist', argocdNamespace: 'argocd' };
  const problems = checkPlace(place).map(({ message }) => ({ field: '--repository', message }));
  if (problems.length > 0 || /^[\w./:@~%+-]+$/.test(repository)) return problems;
  return [
    wrongValue(
      '--repository',
      repository,
      "an address of letters, digits and '.', '/', ':', '@', '~', '%', '+', '-', '_'",
    ),
  ];
}
