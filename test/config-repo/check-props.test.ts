import { checkPlace, type RepositoryPlace } from '../../lib/config-repo/check-props';
import { lines } from '../problem/lines';

const place: RepositoryPlace = {
  repository: 'https://git.example.com/shop/config.git',
  branch: 'main',
  folder: 'dist',
  argocdNamespace: 'argocd',
};

test.each([
  [place],
  [{ ...place, repository: 'git@github.com:shop/config.git' }],
  [{ ...place, repository: 'ssh://git@git.example.com:2222/shop/config.git' }],
  [{ ...place, repository: 'file:///srv/git/config.git' }],
  [{ ...place, repository: 'file://localhost/srv/git/config.git' }],
  [{ ...place, branch: 'env/prod', folder: 'deploy/dist' }],
])('accepts %j', (given) => {
  expect(checkPlace(given)).toEqual([]);
});

test.each([
  '',
  'config',
  'https://',
  'git.example.com/shop',
  'https://git.example.com/a b',
  'file://',
  'file:///',
  'ftp://a/b',
])('rejects the repository "%s"', (repository) => {
  expect(lines(checkPlace({ ...place, repository }))).toEqual([
    `repository: got "${repository}", allowed an address for git: https://, ssh://, git@host:path, or file:/// and a path`,
  ]);
});

test('rejects a password', () => {
  const repository = 'https://ci:secret@git.example.com/shop/config.git';
  expect(lines(checkPlace({ ...place, repository }))).toEqual([
    'repository: has a password in it, which is not for dist/: give it to Argo CD as a repository Secret',
  ]);
});

test.each(['', 'a b', 'a..b', '/main', 'main/', 'a//b', '.hidden', 'x.lock', 'a~1', '-x', '@'])(
  'rejects the branch "%s"',
  (branch) => {
    expect(lines(checkPlace({ ...place, branch }))).toEqual([
      `branch: got "${branch}", allowed the name of a branch: main, env/prod`,
    ]);
  },
);

test.each(['', '/dist', '../dist', 'a/../b', 'dist/', '.', 'a b'])(
  'rejects the folder "%s"',
  (folder) => {
    expect(lines(checkPlace({ ...place, folder }))).toEqual([
      `folder: got "${folder}", allowed a path in the repository: 'dist', 'deploy/dist'`,
    ]);
  },
);

test('rejects a namespace that is none', () => {
  expect(lines(checkPlace({ ...place, argocdNamespace: 'Argo_CD' }))).toHaveLength(1);
});
