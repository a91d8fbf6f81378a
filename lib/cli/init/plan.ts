import { type Fields, fieldsOf, findText } from '../../manifest/fields';
import type { NewRepo } from './spec';

/** Text by path, from the repo's folder. */
export type Files = ReadonlyMap<string, string>;

/** What the template has where each new repo has its own. */
const EXAMPLE = {
  repository: 'https://git.example.com/my-org/my-config.git',
  name: 'my-config',
} as const;

/** The address of a new repo whose address isn't known yet. */
export function exampleRepository(name: string): string {
  return EXAMPLE.repository.replace(EXAMPLE.name, name);
}

/** Files that are for one product alone, by how their path begins. */
const PRODUCTS = {
  github: ['.github/', 'ci/applications/github'],
  gitlab: ['.gitlab-ci.yml', 'ci/applications/gitlab'],
} as const;

/** npm leaves a file of this name out of a package, and so it has another one there. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

/**
 * The files of a new config repo.
 * @param own - the package.json of this package, whose versions the new repo begins with
 */
export function planFiles(template: Files, repo: NewRepo, own: Fields): Files {
  const left = repo.ci === 'both' ? [] : PRODUCTS[repo.ci === 'github' ? 'gitlab' : 'github'];
  const files = [...template]
    .filter(([path]) => !left.some((start) => path.startsWith(start)))
    .map(([path, text]) => [RENAMED[path] ?? path, fillIn(text, repo)] as const);
  return new Map([...files, ['package.json', packageJson(repo, own)]]);
}

function fillIn(text: string, { name, repository }: NewRepo): string {
  return text
    .split(EXAMPLE.repository)
    .map((part) => part.replaceAll(EXAMPLE.name, name))
    .join(repository);
}

const PACKAGES = {
  dependencies: ['cdk8s', 'cdk8s-plus-28', 'constructs', 'supercargo'],
  devDependencies: [
    '@swc/core',
    '@swc/jest',
    '@types/jest',
    '@types/node',
    'cdk8s-cli',
    'jest',
    'tsx',
    'typescript',
  ],
} as const;

/** How jest compiles what it runs. */
const TRANSFORM = {
  '\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
};

function packageJson({ name }: NewRepo, own: Fields): string {
  const known = {
    ...fieldsOf(own.devDependencies),
    ...fieldsOf(own.peerDependencies),
    // Another version may write other YAML: it is a change to be reviewed.
    supercargo: own.version,
  };
  const versionsOf = (packages: readonly string[]) =>
    Object.fromEntries(packages.map((one) => [one, findText(fieldsOf(known)[one])]));
  const content = {
    name,
    private: true,
    scripts: { synth: 'cdk8s synth', lint: 'tsc --noEmit', test: 'jest --ci' },
    dependencies: versionsOf(PACKAGES.dependencies),
    devDependencies: versionsOf(PACKAGES.devDependencies),
    engines: own.engines,
    jest: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      transform: TRANSFORM,
    },
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
