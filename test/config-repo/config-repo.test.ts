import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ConfigRepo } from '../../lib/config-repo/config-repo';
import { type ImageSource, parseImagePins } from '../../lib/config-repo/image-pins';
import type { Environment } from '../../lib/environment/environment';
import type { EnvironmentSpec, ImagePins } from '../../lib/environment/spec';
import { Microservice } from '../../lib/microservice/microservice';
import { System } from '../../lib/system/system';
import { diffLines } from '../../lib/testing/line-diff';
import { renderFiles } from '../../lib/writer/render';
import { least, resources } from '../microservice/chart';
import { prod, qa, Shop } from '../shop';
import { yamlFilesIn } from '../yaml-snapshot';
import { listen } from './terminal';

const LABEL =
  'a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end';

/** The environment, in which a ClusterRole may be deployed. */
function withRoles(environment: EnvironmentSpec): EnvironmentSpec {
  const group = 'rbac.authorization.k8s.io';
  return { ...environment, sync: { clusterKinds: [{ group, kind: 'ClusterRole' }] } };
}

/** A repo of the given environments. */
function repoOf(environments: readonly EnvironmentSpec[] = [qa], images?: ImageSource) {
  const repository = 'https://git.example.com/shop/config.git';
  return new ConfigRepo({ repository, environments, images });
}

/** A system's class, told by its name and what it holds. */
function systemOf(name: string, fill: (system: System) => void = () => undefined) {
  return class extends System {
    constructor(environment: Environment) {
      super(environment, name);
      fill(this);
    }
  };
}

/** Pins that are the same in each environment. */
function pinned(pins: ImagePins): ImageSource {
  return () => ({ pins, problems: [] });
}

/** The files of a repo in which nothing is wrong. */
function filesIn(repo: ConfigRepo<readonly EnvironmentSpec[]>): ReadonlyMap<string, string> {
  const { manifests, problems } = repo.synthesize();
  expect(problems).toEqual([]);
  return renderFiles(manifests);
}

describe('deploy', () => {
  test('creates a system in every environment', () => {
    const repo = repoOf([qa, prod]);
    expect(repo.deploy(Shop).map(({ instance }) => instance)).toEqual(['shop-qa', 'shop-prod']);
    expect([...filesIn(repo).keys()].toSorted()).toEqual([
      'argocd/applications/shop-prod.yaml',
      'argocd/applications/shop-qa.yaml',
      'argocd/projects/prod.yaml',
      'argocd/projects/qa.yaml',
      'argocd/root.yaml',
      'prod/shop/cart.yaml',
      'prod/shop/namespace.yaml',
      'qa/shop/cart.yaml',
      'qa/shop/namespace.yaml',
    ]);
  });

  test('creates a system in the environments that are named, alone', () => {
    const repo = repoOf([qa, prod]);
    expect(repo.deploy(Shop, { to: ['prod'] }).map(({ instance }) => instance)).toEqual([
      'shop-prod',
    ]);
    expect([...filesIn(repo).keys()].filter((file) => file.includes('qa'))).toEqual([]);
  });

  test('rejects an environment that is not there', () => {
    const repo = repoOf([qa, prod]);
    repo.deploy(Shop, { to: ['prd', 'qa'] });
    expect(repo.synthesize().problems).toEqual([
      "deploy(Shop): there is no environment 'prd', allowed 'qa', 'prod'",
    ]);
  });

  test('rejects a system deployed twice, and is silent about each of its objects', () => {
    const repo = repoOf([qa, prod]);
    repo.deploy(Shop);
    expect(repo.deploy(Shop, { to: ['qa'] })).toEqual([]);
    expect(repo.synthesize().problems).toEqual([
      '[qa/shop] name: got "shop", allowed each name once in \'qa\': it is given a second time',
    ]);
  });

  test('rejects two systems whose names come out the same', () => {
    const repo = repoOf([qa, { ...qa, name: 'eu-qa', cluster: { name: 'europe' } }]);
    repo.deploy(systemOf('shop'), { to: ['eu-qa'] });
    repo.deploy(systemOf('shop-eu'), { to: ['qa'] });
    expect(repo.synthesize().problems).toEqual([
      "[eu-qa/shop] name: 'shop-eu-qa' is what [qa/shop-eu] is called, too: rename one of the two",
    ]);
  });

  test('rejects a choice without a value, in each environment that has none', () => {
    const repo = repoOf([qa, prod]);
    repo.deploy(
      class extends System {
        constructor(environment: Environment) {
          super(environment, 'shop');
          // As if read from data: in code it doesn't compile.
          expect(environment.choose(JSON.parse('{ "prod": 3 }'))).toBe(3);
        }
      },
    );
    expect(repo.synthesize().problems).toEqual([
      "[qa] choose: has no value for 'qa': add one, or `otherwise`",
    ]);
  });

  test("passes on an exception that isn't about what the user wrote", () => {
    const bug = new TypeError('a bug');
    const broken = systemOf('shop', () => {
      throw bug;
    });
    expect(() => repoOf().deploy(broken)).toThrow(bug);
  });
});

describe('environments', () => {
  test('rejects two of one name', () => {
    expect(repoOf([qa, { ...qa, domain: 'b.example.com' }]).synthesize().problems).toEqual([
      'environments: got "qa", allowed each name once',
    ]);
  });

  test("rejects the name of Argo CD's part of the output", () => {
    expect(repoOf([{ ...qa, name: 'argocd' }]).synthesize().problems).toEqual([
      '[argocd] name: got "argocd", allowed each name once in the app: it is given a second time',
    ]);
  });

  test('rejects one without a name', () => {
    expect(repoOf([{ ...qa, name: '' }]).synthesize().problems).toEqual([
      `[unnamed] name: got "", allowed ${LABEL}`,
    ]);
  });
});

describe('images', () => {
  const cart = systemOf('shop', (shop) => new Microservice(shop, 'cart', { resources }));

  test('rejects a missing pin, and names the file and the line to add', () => {
    const repo = repoOf([qa, prod], pinned({ 'shop/frontend': 'frontend:v1' }));
    repo.deploy(cart);
    expect(repo.synthesize().problems).toEqual([
      '[qa/shop/cart] image: no image is pinned: add "shop/cart": "<image>:<tag>" to envs/qa.images.json',
      '[prod/shop/cart] image: no image is pinned: add "shop/cart": "<image>:<tag>" to envs/prod.images.json',
    ]);
  });

  test('rejects files of pins that are wrong, without what follows from it', () => {
    const texts = new Map([
      ['qa', '{\n<<<<<<< HEAD\n"shop/cart": "cart:v2"\n'],
      ['prod', '{"shop/cart": "cart:v1", "shop/cart": "cart:v2"}'],
    ]);
    const repo = repoOf([qa, prod], (name) =>
      parseImagePins(`envs/${name}.images.json`, texts.get(name) ?? ''),
    );
    repo.deploy(cart);
    expect(repo.synthesize().problems).toEqual([
      '[qa] envs/qa.images.json: is no JSON: it holds the marks of a merge conflict: resolve it',
      '[prod] envs/prod.images.json: "shop/cart" is pinned twice: keep one of the lines',
    ]);
  });

  test('rejects a pin that can change', () => {
    const repo = repoOf([qa], pinned({ 'shop/cart': 'registry.example.com/cart:latest' }));
    repo.deploy(cart);
    expect(repo.synthesize().problems).toEqual([
      '[qa/shop/cart] image: got "registry.example.com/cart:latest", allowed a version that stays the same: replace `latest` by a tag or a digest',
    ]);
  });

  test('rejects a microservice without an image in a chart that is no system', () => {
    const repo = repoOf();
    for (const environment of repo.environments)
      new Microservice(new Chart(environment, 'platform'), 'agent', { resources });
    expect(repo.synthesize().problems).toEqual([
      '[qa/platform/agent] image: is missing: name an image with its tag or digest',
    ]);
  });

  test('change the image and the versions of one file alone', () => {
    const pins = { 'shop/cart': 'registry.example.com/cart:v1', 'shop/db': 'db:v7' };
    const both = systemOf('shop', (shop) => {
      new Microservice(shop, 'cart', { resources });
      new Microservice(shop, 'db', { resources });
    });
    const render = (cartInProd: string) => {
      const repo = repoOf([qa, prod], (name) => ({
        pins: name === 'prod' ? { ...pins, 'shop/cart': cartInProd } : pins,
        problems: [],
      }));
      repo.deploy(both);
      return filesIn(repo);
    };
    const before = render('registry.example.com/cart:v1');
    const after = render('registry.example.com/cart:v2');
    expect([...after.keys()]).toEqual([...before.keys()]);
    const changed = [...after].filter(([file, text]) => before.get(file) !== text);
    expect(changed.map(([file]) => file)).toEqual(['prod/shop/cart.yaml']);
    const lines = changed.flatMap(([file, text]) => diffLines(before.get(file) ?? '', text));
    expect(lines.map((line) => line.replace(/\d+: +/, ' '))).toEqual([
      '- app.kubernetes.io/version: v1',
      '+ app.kubernetes.io/version: v2',
      '- version: v1',
      '+ version: v2',
      '- image: registry.example.com/cart:v1',
      '+ image: registry.example.com/cart:v2',
    ]);
  });
});

describe('all that is wrong', () => {
  test('is in one list: environments, systems and microservices', () => {
    const repo = repoOf([
      { ...qa, domain: 'qa_example' },
      { ...prod, promotedFrom: 'stage', defaults: { replicas: 0 } },
    ]);
    repo.deploy(systemOf('Bank'), { to: ['qa'] });
    repo.deploy(
      systemOf('shop', (shop) => {
        new Microservice(shop, 'cart', { ...least, replicas: -1, ports: { http: 70_000 } });
        new Microservice(shop, '7up', least);
        new ApiObject(shop, 'broken', { apiVersion: 'v1', kind: 'Secret', since: new Date(0) });
      }),
    );
    const shopIn = (environment: string) => [
      `[${environment}/shop/cart] ports.http: got 70000, allowed a whole number from 1 to 65535`,
      `[${environment}/shop/cart] replicas: got -1, allowed a whole number from 0`,
      `[${environment}/shop/7up] name: got "7up", allowed a Service name: a DNS label that begins with a letter`,
      `[${environment}/shop/broken] can't be rendered: Failed serializing construct at path '${environment}/shop/broken' with name 'broken': Error: can't render non-simple object of type 'Date'`,
    ];
    expect(repo.synthesize().problems).toEqual([
      'environments.prod.promotedFrom: got "stage", allowed qa',
      '[qa] domain: got "qa_example", allowed DNS labels joined by dots, at most 253 characters',
      `[qa/Bank] name: got "Bank", allowed ${LABEL}`,
      ...shopIn('qa'),
      '[prod] defaults.replicas: got 0, allowed a whole number from 1',
      ...shopIn('prod'),
    ]);
  });

  test('is told on stderr, and nothing is written', () => {
    const root = mkdtempSync(join(tmpdir(), 'config-repo-'));
    try {
      const outdir = join(root, 'dist');
      const repo = new ConfigRepo({
        repository: 'https://git.example.com/shop/config.git',
        environments: [qa],
        outdir,
      });
      repo.deploy(systemOf('Shop'));
      expect(listen(() => repo.synth())).toEqual({
        lines: [`[qa/Shop] name: got "Shop", allowed ${LABEL}`, '1 problem; nothing was written'],
        exitCode: 1,
      });
      expect(existsSync(outdir)).toBe(false);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});

describe('objects that exist already', () => {
  const configMap = (scope: Construct, id: string, name: string) =>
    new kplus.ConfigMap(scope, id, { metadata: { name } });
  const role = (shop: System) =>
    new kplus.ClusterRole(shop, 'reader', { metadata: { name: 'reader' } });

  test('rejects two in one namespace, and names both places', () => {
    const repo = repoOf();
    repo.deploy(
      systemOf('shop', (shop) => {
        configMap(shop, 'a', 'flags');
        configMap(shop, 'b', 'flags');
      }),
    );
    expect(repo.synthesize().problems).toEqual([
      '[qa/shop/b/Resource] ConfigMap shop-qa/flags: exists already, at [qa/shop/a/Resource]: rename one of the two',
    ]);
  });

  test('rejects what has the id of something else, and tells all the rest, too', () => {
    const repo = repoOf();
    repo.deploy(
      systemOf('shop', (shop) => {
        new Microservice(shop, 'cart', { ...least, ports: { http: 0 } });
        new ApiObject(shop, 'cart', { apiVersion: 'v1', kind: 'ConfigMap' });
      }),
    );
    expect(repo.synthesize().problems).toEqual([
      "[qa] 'cart': 'shop' has something of this id already: give one of the two another id",
      '[qa/shop/cart] ports.http: got 0, allowed a whole number from 1 to 65535',
    ]);
    const broken = systemOf('broken', () => {
      throw new TypeError('mine');
    });
    expect(() => repo.deploy(broken)).toThrow(new TypeError('mine'));
  });

  test('rejects a microservice that takes the name of another one’s further Service', () => {
    const repo = repoOf();
    repo.deploy(
      systemOf('shop', (shop) => {
        const ports = { http: 80 };
        new Microservice(shop, 'cart', { ...least, ports, services: { basket: {} } });
        new Microservice(shop, 'basket', { ...least, ports });
      }),
    );
    expect(repo.synthesize().problems).toEqual([
      '[qa/shop/basket/Service] Service shop-qa/basket: exists already, at [qa/shop/cart/Service-basket]: rename one of the two',
    ]);
  });

  test('rejects two outside of namespaces, of two environments on one cluster', () => {
    const repo = repoOf([qa, { ...qa, name: 'e2e' }].map(withRoles));
    repo.deploy(systemOf('shop', role));
    expect(repo.synthesize().problems).toEqual([
      '[e2e/shop/reader/Resource] ClusterRole reader: exists already, at [qa/shop/reader/Resource]: rename one of the two',
    ]);
  });

  test('are none of each other on two clusters', () => {
    const repo = repoOf([qa, prod].map(withRoles));
    repo.deploy(systemOf('shop', role));
    expect(repo.synthesize().problems).toEqual([]);
  });

  test('are none of each other in two API groups', () => {
    const repo = repoOf();
    repo.deploy(
      systemOf('shop', (shop) => {
        const metadata = { name: 'web' };
        new ApiObject(shop, 'a', { apiVersion: 'example.com/v1', kind: 'Site', metadata });
        new ApiObject(shop, 'b', { apiVersion: 'example.org/v1', kind: 'Site', metadata });
      }),
    );
    expect(repo.synthesize().problems).toEqual([]);
  });

  test('rejects two versions of one object', () => {
    const repo = repoOf();
    repo.deploy(
      systemOf('shop', (shop) => {
        const metadata = { name: 'web' };
        new ApiObject(shop, 'a', { apiVersion: 'example.com/v1', kind: 'Site', metadata });
        new ApiObject(shop, 'b', { apiVersion: 'example.com/v1beta1', kind: 'Site', metadata });
      }),
    );
    expect(repo.synthesize().problems).toEqual([
      '[qa/shop/b] Site shop-qa/web: exists already, at [qa/shop/a]: rename one of the two',
    ]);
  });

  test('rejects a file of two owners, which some file systems would mix up', () => {
    const repo = repoOf();
    repo.deploy(
      systemOf('shop', (shop) => {
        configMap(shop, 'Foo', 'a');
        configMap(shop, 'foo', 'b');
      }),
    );
    expect(repo.synthesize().problems).toEqual([
      '[qa/shop/foo] would share the file qa/shop/foo.yaml with [qa/shop/Foo]: rename one of the two',
    ]);
  });

  test('rejects a microservice given twice, in one line', () => {
    const repo = repoOf();
    repo.deploy(
      systemOf('shop', (shop) => {
        new Microservice(shop, 'cart', { ...least, ports: { http: 80 } });
        new Microservice(shop, 'cart', { ...least, ports: { http: 80 } });
      }),
    );
    expect(repo.synthesize().problems).toEqual([
      '[qa/shop/cart] name: got "cart", allowed each name once in \'qa/shop\': it is given a second time',
    ]);
  });
});

describe('plain cdk8s', () => {
  test('charts get a file each, in the folder of what they are in', () => {
    const repo = repoOf();
    const platform = new Chart(repo, 'Platform');
    new kplus.ConfigMap(platform, 'a');
    new kplus.ConfigMap(new Chart(platform, 'DNS & Co'), 'b');
    for (const environment of repo.environments)
      new kplus.ConfigMap(new Chart(environment, 'monitoring'), 'c');
    expect([...filesIn(repo).keys()]).toEqual([
      'argocd/root.yaml',
      'qa/monitoring.yaml',
      'platform.yaml',
      'platform/dns-co.yaml',
    ]);
  });

  test('constructs in a system get files after their ids', () => {
    // The pods of cdk8s-plus don't meet the restricted standard.
    const repo = repoOf([{ ...qa, podSecurity: 'baseline' }]);
    repo.deploy(
      systemOf('shop', (shop) => {
        new kplus.Deployment(shop, 'Legacy Cart', {
          metadata: { name: 'legacy-cart' },
          containers: [{ image: 'cart:v0' }],
        });
        new kplus.Secret(shop, 'token');
      }),
    );
    expect([...filesIn(repo).keys()].filter((file) => file.startsWith('qa/'))).toEqual([
      'qa/shop/namespace.yaml',
      'qa/shop/legacy-cart.yaml',
      'qa/shop/token.yaml',
    ]);
  });
});

describe('the bytes', () => {
  test('do not depend on the order in which systems and objects are made', () => {
    const parts = [
      (shop: System) => new Microservice(shop, 'cart', { ...least, ports: { a: 1, b: 2 } }),
      (shop: System) => new Microservice(shop, 'db', least),
      (shop: System) => new kplus.ConfigMap(shop, 'flags', { data: { z: '1', a: '2' } }),
    ];
    const render = (turn: <T>(list: readonly T[]) => readonly T[]) => {
      const repo = repoOf(turn([qa, prod]));
      const shop = systemOf('shop', (system) => {
        for (const part of turn(parts)) part(system);
      });
      for (const system of turn([shop, systemOf('bank')])) repo.deploy(system);
      return [...filesIn(repo)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    };
    const forwards = render((list) => list);
    expect(forwards.length).toBe(17);
    expect(render((list) => list.toReversed())).toEqual(forwards);
  });

  test('are the same when a repo is synthesized again', () => {
    const repo = repoOf([qa, prod]);
    repo.deploy(Shop);
    const first = [...filesIn(repo)];
    expect([...filesIn(repo)]).toEqual(first);
  });
});

describe('synth', () => {
  test('removes the files of what is gone, and leaves the others untouched', () => {
    const root = mkdtempSync(join(tmpdir(), 'config-repo-'));
    try {
      const outdir = join(root, 'dist');
      const synth = (...systems: readonly (typeof Shop | ReturnType<typeof systemOf>)[]) => {
        const repository = 'https://git.example.com/shop/config.git';
        const repo = new ConfigRepo({ repository, environments: [qa], outdir });
        for (const system of systems) repo.deploy(system);
        const { lines, exitCode } = listen(() => repo.synth());
        expect(exitCode).toBeUndefined();
        return lines.map((line) => line.replace(/^\d+ objects|\d+\.\d s$/g, '<n>'));
      };
      expect(synth(Shop, systemOf('bank'))).toEqual(['<n> in 7 files, 7 changed, <n>']);
      expect(synth(Shop)).toEqual(['<n> in 5 files, 3 changed, <n>']);
      expect(yamlFilesIn(outdir)).toEqual([
        'argocd/applications/shop-qa.yaml',
        'argocd/projects/qa.yaml',
        'argocd/root.yaml',
        'qa/shop/cart.yaml',
        'qa/shop/namespace.yaml',
      ]);
      expect(synth(Shop)).toEqual(['<n> in 5 files, 0 changed, <n>']);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
