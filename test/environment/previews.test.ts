// biome-ignore-all format: a row of a table is a line
import {
  azureDevOps,
  bitbucket,
  bitbucketServer,
  checkPreviews,
  gitea,
  github,
  gitlab,
  type PreviewsSpec,
} from '../../lib/environment/previews';
import { formatProblem } from '../../lib/problem/problem';

const pullRequests = github({ owner: 'example', repository: 'shop' });

function problemsWith(
  previews: object,
  tier: 'preproduction' | 'production' = 'preproduction',
  onDelete?: string,
) {
  const spec: PreviewsSpec = { pullRequests, ...previews };
  return checkPreviews('previews', spec, { tier, onDelete }).map(formatProblem);
}

test.each([
  { pullRequests: github({ owner: 'a', repository: 'b', token: { name: 'forge', key: 'token' } }) },
  { pullRequests: gitlab({ project: '1234', labels: [], api: 'https://git.example.com/' }) },
  { pullRequests: gitea({ owner: 'a', repository: 'b', api: 'http://gitea:3000' }) },
  { pullRequests: bitbucket({ owner: 'a', repository: 'b' }) },
  { pullRequests: bitbucketServer({ project: 'A', repository: 'b', api: 'https://b.example.com' }) },
  { pullRequests: azureDevOps({ organization: 'a', project: 'b', repository: 'c' }) },
  { every: '30s', branches: { from: '^feature/', to: '^main$' } },
  { images: { 'shop/frontend': 'registry.example.com/frontend:pr-{number}-{sha7}' } },
])('takes %j', (previews) => {
  expect(problemsWith(previews)).toEqual([]);
});

test.each<[string, object, string]>([
  ['a template in a name', { pullRequests: github({ owner: '{{ .x }}', repository: 'b' }) }, 'previews.pullRequests.owner: got "{{ .x }}", allowed a name without spaces'],
  ['an API without a scheme', { pullRequests: gitlab({ project: 'a/b', api: 'git.example.com' }) }, 'previews.pullRequests.api: got "git.example.com", allowed a URL without a password: https://git.example.com'],
  ['a token and an app', { pullRequests: github({ owner: 'a', repository: 'b', app: 'app', token: { name: 'a', key: 'b' } }) }, 'previews.pullRequests.app: and `token` are both there: choose one'],
  ['an empty label', { pullRequests: gitlab({ project: 'a/b', labels: [''] }) }, 'previews.pullRequests.labels[0]: got "", allowed a label'],
  ['a rush', { every: '29s' }, 'previews.every: got "29s", allowed a duration such as \'15s\', \'5m\' or \'1h\', at least 30s'],
  ['half a pattern', { branches: { from: '(' } }, 'previews.branches.from: got "(", allowed a regular expression: \'^feature/\''],
  ['an unknown side', { branches: { into: 'main' } }, "previews.branches.into: isn't known, allowed from, to"],
  ['an image of no system', { images: { frontend: 'a:{sha}' } }, "previews.images: got \"frontend\", allowed a system and its microservice: 'shop/frontend'"],
  ['an image that is the same for all', { images: { 'shop/frontend': 'a:1' } }, 'previews.images.shop/frontend: got "a:1", allowed an image that tells pull requests apart, by {sha}, {sha7}, {number}, {branch}'],
  ['an unknown placeholder', { images: { 'shop/frontend': 'a:{sha}-{pr}' } }, 'previews.images.shop/frontend: got "{pr}", allowed {sha}, {sha7}, {number}, {branch}'],
  ['what is no image', { images: { 'shop/frontend': 'A B:{sha}' } }, 'previews.images.shop/frontend: got "A B:0123456789abcdef0123456789abcdef01234567", allowed an image such as registry.example.com/team/cart:v1.2.3'],
  ['no image at all', { images: {} }, 'previews.images: got {}, allowed at least one; none if it is left out'],
])('rejects %s', (_, previews, message) => {
  expect(problemsWith(previews)).toEqual([message]);
});

test('rejects production, and copies that stay', () => {
  expect(problemsWith({}, 'production', 'keep')).toEqual([
    "previews: are not for production: what pull requests make runs there; use an environment with tier: 'preproduction'",
    'sync.onDelete: got "keep", allowed \'delete\', or nothing: a copy goes with its pull request',
  ]);
});
