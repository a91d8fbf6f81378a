import { join } from 'node:path';
import { App } from 'cdk8s';
import { ArgoCd, type ArgoCdProps } from '../../lib/argocd/argocd';
import { folderPerEnvironment } from '../../lib/argocd/git';
import { Environment } from '../../lib/environment/environment';
import { System } from '../../lib/system/system';
import { filesOf, manifestsOf } from '../render-tree';
import { prod, qa, Shop } from '../shop';
import { expectYamlFiles } from '../yaml-snapshot';

const PROPS: ArgoCdProps = {
  repository: 'https://git.example.com/shop/config.git',
  branch: 'main',
  folder: 'dist',
  namespace: 'argocd',
  git: folderPerEnvironment(),
  applications: 'each',
};

test('renders the root, a project per environment and an Application per system', () => {
  const app = new App();
  const [preproduction, production] = [new Environment(app, qa), new Environment(app, prod)];
  const systems = [
    new Shop(preproduction),
    new System(preproduction, 'bank'),
    new Shop(production),
  ];
  const argocd = new ArgoCd(app, 'argocd', PROPS);
  argocd.addObjects(systems);
  expectYamlFiles(join(__dirname, 'snapshots'), filesOf(argocd));
});

test('goes by the branch, folder and namespace that it is given', () => {
  const app = new App();
  const shop = new Shop(new Environment(app, qa));
  const argocd = new ArgoCd(app, 'argocd', {
    ...PROPS,
    branch: 'trunk',
    folder: 'deploy/out',
    namespace: 'gitops',
  });
  argocd.addObjects([shop]);
  const sources = manifestsOf(argocd).map(({ manifest }) => manifest);
  expect(sources).toMatchObject([
    {
      kind: 'Application',
      metadata: { name: 'root', namespace: 'gitops' },
      spec: {
        source: { targetRevision: 'trunk', path: 'deploy/out/argocd' },
        destination: { namespace: 'gitops' },
      },
    },
    { kind: 'AppProject', metadata: { name: 'qa', namespace: 'gitops' } },
    {
      kind: 'Application',
      metadata: { name: 'shop-qa', namespace: 'gitops' },
      spec: { source: { targetRevision: 'trunk', path: 'deploy/out/qa/shop' } },
    },
  ]);
});

test('renders the same bytes in whatever order systems are deployed', () => {
  const render = (...names: readonly string[]) => {
    const app = new App();
    const environment = new Environment(app, qa);
    const argocd = new ArgoCd(app, 'argocd', PROPS);
    argocd.addObjects(names.map((name) => new System(environment, name)));
    return [...filesOf(argocd)].toSorted();
  };
  expect(render('shop', 'bank')).toEqual(render('bank', 'shop'));
});
