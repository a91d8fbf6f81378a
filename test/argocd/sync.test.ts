import { ApiObject } from 'cdk8s';
import {
  branchPerEnvironment,
  type GitStrategy,
  repositoryPerEnvironment,
} from '../../lib/argocd/git';
import { ConfigRepo, type ConfigRepoProps } from '../../lib/config-repo/config-repo';
import { canary } from '../../lib/delivery/canary';
import { pause, weight } from '../../lib/delivery/step';
import type { Environment } from '../../lib/environment/environment';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { NIGHTS } from '../../lib/environment/sync';
import { fieldsOf } from '../../lib/manifest/fields';
import type { Manifest } from '../../lib/manifest/manifest';
import { Microservice } from '../../lib/microservice/microservice';
import { System, type SystemOptions } from '../../lib/system/system';
import { least, resources } from '../microservice/chart';
import { prod, qa, Shop } from '../shop';

const REPOSITORY = 'https://git.example.com/shop/config.git';

/** A store, one that calls it, and one that calls that: the last one with an autoscaler. */
class Chain extends System {
  constructor(environment: Environment, options?: SystemOptions) {
    super(environment, 'chain', options);
    const store = new Microservice(this, 'store', { ...least, ports: { tcp: 6379 } });
    const cart = new Microservice(this, 'cart', {
      ...least,
      ports: { grpc: 7070 },
      env: { STORE: store.endpoint('tcp') },
      replicas: 2,
    });
    new Microservice(this, 'frontend', {
      ...least,
      resources,
      env: { CART: cart.endpoint('grpc') },
      replicas: { min: 2, max: 4, cpuPercent: 70 },
    });
  }
}

describe('waves', () => {
  test('put callees before their callers, with all that waits for their pods', () => {
    expect(wavesIn(Chain)).toEqual({
      'Deployment cart': '1',
      'PodDisruptionBudget cart': '1',
      'Deployment frontend': '2',
      'HorizontalPodAutoscaler frontend': '2',
      'PodDisruptionBudget frontend': '2',
    });
  });

  test('are left to the kinds where that is asked for', () => {
    class ByKind extends Chain {
      constructor(environment: Environment) {
        super(environment, { syncOrder: 'kinds' });
      }
    }
    expect(wavesIn(ByKind)).toEqual({});
  });

  test('are left to the kinds where a Rollout would hold them up, unless they are asked for', () => {
    const release = canary({ steps: [weight(20), pause()] });
    class Slow extends Chain {
      constructor(environment: Environment, options?: SystemOptions) {
        super(environment, options);
        new Microservice(this, 'ads', { ...least, ports: { grpc: 9555 }, replicas: 5, release });
      }
    }
    class SlowInOrder extends Slow {
      constructor(environment: Environment) {
        super(environment, { syncOrder: 'calls' });
      }
    }
    expect(wavesIn(Slow)).toEqual({});
    expect(wavesIn(SlowInOrder)).toMatchObject({ 'Deployment cart': '1' });
  });
});

test('asks a person before it deletes what holds data, unless the object says otherwise', () => {
  class WithData extends Shop {
    constructor(environment: Environment) {
      super(environment);
      const claim = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      };
      new ApiObject(this, 'data', { ...claim, metadata: { name: 'data' } });
      const annotations = { 'argocd.argoproj.io/sync-options': 'Prune=false' };
      new ApiObject(this, 'kept', { ...claim, metadata: { name: 'kept', annotations } });
    }
  }
  const options = manifestsIn(WithData).flatMap(({ kind, metadata }) => {
    const option = fieldsOf(metadata.annotations)['argocd.argoproj.io/sync-options'];
    return option === undefined ? [] : [`${kind} ${metadata.name}: ${String(option)}`];
  });
  expect(options.toSorted()).toEqual([
    'Namespace shop-qa: Delete=confirm,Prune=confirm',
    'PersistentVolumeClaim data: Delete=confirm,Prune=confirm',
    'PersistentVolumeClaim kept: Prune=false',
  ]);
});

describe('an Application', () => {
  test('leaves alone what controllers write, and nothing else', () => {
    expect(find(manifestsIn(Chain), 'Application', 'chain-qa')).toMatchObject({
      spec: {
        ignoreDifferences: [
          {
            group: 'apps',
            kind: 'Deployment',
            name: 'frontend',
            jqPathExpressions: ['.spec.replicas'],
          },
        ],
        syncPolicy: { syncOptions: ['ServerSideApply=true', 'RespectIgnoreDifferences=true'] },
      },
    });
    const spec = fieldsOf(find(manifestsIn(Shop), 'Application', 'shop-qa').spec);
    expect(spec.ignoreDifferences).toBeUndefined();
    expect(fieldsOf(spec.syncPolicy).syncOptions).toEqual(['ServerSideApply=true']);
  });

  test('is synced as its environment says', () => {
    const sync = {
      automated: false,
      retries: 0,
      onDelete: 'delete',
      notifications: [
        { on: ['sync-failed', 'health-degraded'], service: 'slack', to: 'team-shop' },
        { on: 'deployed', service: 'ticket' },
      ],
    } as const;
    const application = find(manifestsIn(Shop, [{ ...qa, sync }]), 'Application', 'shop-qa');
    expect(application.metadata).toMatchObject({
      annotations: {
        'argocd.argoproj.io/manifest-generate-paths': '.',
        'notifications.argoproj.io/subscribe.on-sync-failed.slack': 'team-shop',
        'notifications.argoproj.io/subscribe.on-health-degraded.slack': 'team-shop',
        'notifications.argoproj.io/subscribe.on-deployed.ticket': '',
      },
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    });
    expect(fieldsOf(application.spec).syncPolicy).toEqual({
      syncOptions: ['ServerSideApply=true'],
    });
  });
});

test('an AppProject permits what its environment says, when, and to whom', () => {
  const environment: EnvironmentSpec = {
    ...prod,
    people: { readers: ['staff'], onCall: ['sre'] },
    sync: {
      timeZone: 'Europe/Berlin',
      windows: [{ ...NIGHTS, systems: ['shop'], manualSync: false }],
      namespaces: ['istio-ingress', 'shop-prod'],
      clusterKinds: [{ group: 'scheduling.k8s.io', kind: 'PriorityClass' }],
    },
  };
  const manifests = manifestsIn(Shop, [qa, environment]);
  expect(find(manifests, 'AppProject', 'prod').spec).toMatchObject({
    destinations: [
      { name: 'production', namespace: 'istio-ingress' },
      { name: 'production', namespace: 'shop-prod' },
    ],
    clusterResourceWhitelist: [
      { group: '', kind: 'Namespace' },
      { group: 'scheduling.k8s.io', kind: 'PriorityClass' },
    ],
    roles: [
      {
        name: 'reader',
        groups: ['staff'],
        policies: [
          'p, proj:prod:reader, applications, get, prod/*, allow',
          'p, proj:prod:reader, logs, get, prod/*, allow',
        ],
      },
      { name: 'on-call', groups: ['sre'] },
    ],
    syncWindows: [
      {
        kind: 'deny',
        schedule: '0 18 * * *',
        duration: '14h',
        timeZone: 'Europe/Berlin',
        applications: ['shop-prod'],
        manualSync: false,
      },
    ],
  });
});

test('an object that the AppProject does not permit is refused, with what to write', () => {
  class WithRole extends Shop {
    constructor(environment: Environment) {
      super(environment);
      const apiVersion = 'rbac.authorization.k8s.io/v1';
      new ApiObject(this, 'role', {
        apiVersion,
        kind: 'ClusterRole',
        metadata: { name: 'reader' },
      });
    }
  }
  const group = 'rbac.authorization.k8s.io';
  const allowed = { ...qa, sync: { clusterKinds: [{ group, kind: 'ClusterRole' }] } };
  expect(repoOf(WithRole, [allowed]).synthesize().problems).toEqual([]);
  expect(repoOf(WithRole, [qa]).synthesize().problems).toEqual([
    `[qa/shop/role] ClusterRole reader: kind: isn't permitted by AppProject qa: add { group: '${group}', kind: 'ClusterRole' } to sync.clusterKinds of environment 'qa', or leave ClusterRole reader to whoever runs the cluster`,
  ]);
});

describe('the place in git', () => {
  test('is a branch for each environment', () => {
    expect(sourcesOf(branchPerEnvironment())).toEqual([
      ['qa', REPOSITORY, 'env/qa', 'shop'],
      ['prod', REPOSITORY, 'env/prod', 'shop'],
    ]);
  });

  test('is a repository for each environment', () => {
    const [inQa, inProd] = ['https://git.example.com/qa.git', 'git@git.example.com:prod.git'];
    expect(sourcesOf(repositoryPerEnvironment({ qa: inQa, prod: inProd }))).toEqual([
      ['qa', inQa, 'main', 'shop'],
      ['prod', inProd, 'main', 'shop'],
    ]);
  });

  test('is checked', () => {
    const problemsOf = (git: GitStrategy) =>
      repoOf(Shop, [qa, prod], { git, branch: 'env/qa' }).synthesize().problems;
    expect(problemsOf(branchPerEnvironment())).toEqual([
      'git.prefix: got "env/", allowed another: the branch \'env/qa\' has the sources',
    ]);
    expect(problemsOf(branchPerEnvironment({ prefix: '-' }))).toEqual([
      'git.prefix: got "-qa", allowed the name of a branch: main, env/prod',
      'git.prefix: got "-prod", allowed the name of a branch: main, env/prod',
    ]);
    expect(
      problemsOf(repositoryPerEnvironment({ qa: 'https://me:secret@git.example.com/a' })),
    ).toEqual([
      'git.repositories.qa: has a password in it, which is not for dist/: give it to Argo CD as a repository Secret',
      'git.repositories.prod: is missing: name the repository of this environment',
    ]);
  });
});

test('an ApplicationSet for each environment finds the systems by their folders', () => {
  const manifests = manifestsIn(Chain, [qa], { applications: 'set' });
  expect(manifests.filter(({ kind }) => kind === 'Application')).toHaveLength(1);
  expect(find(manifests, 'ApplicationSet', 'qa').spec).toMatchObject({
    generators: [{ git: { directories: [{ path: 'dist/qa/*' }], revision: 'main' } }],
    template: {
      metadata: { name: '{{ .path.basename }}-qa' },
      spec: {
        project: 'qa',
        source: { path: '{{ .path.path }}' },
        destination: { name: 'preproduction', namespace: '{{ .path.basename }}-qa' },
        ignoreDifferences: [{ kind: 'Deployment', name: 'frontend', namespace: 'chain-qa' }],
      },
    },
    syncPolicy: { preserveResourcesOnDeletion: true },
  });
});

type SystemType = new (environment: Environment) => System;

function repoOf(
  system: SystemType,
  environments: readonly EnvironmentSpec[] = [qa],
  props: Partial<ConfigRepoProps<readonly EnvironmentSpec[]>> = {},
) {
  const repo = new ConfigRepo({ repository: REPOSITORY, environments, ...props });
  repo.deploy(system);
  return repo;
}

function manifestsIn(...args: Parameters<typeof repoOf>): readonly Manifest[] {
  const { manifests, problems } = repoOf(...args).synthesize();
  expect(problems).toEqual([]);
  return manifests.map(({ manifest }) => manifest);
}

function find(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.find((one) => one.kind === kind && one.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

function wavesIn(system: SystemType) {
  return Object.fromEntries(
    manifestsIn(system).flatMap(({ kind, metadata }) => {
      const wave = fieldsOf(metadata.annotations)['argocd.argoproj.io/sync-wave'];
      return wave === undefined ? [] : [[`${kind} ${metadata.name}`, wave]];
    }),
  );
}

function sourcesOf(git: GitStrategy) {
  return manifestsIn(Shop, [qa, prod], { git }).flatMap(({ kind, metadata, spec }) => {
    if (kind !== 'Application' || metadata.name === 'root') return [];
    const { repoURL, targetRevision, path } = fieldsOf(fieldsOf(spec).source);
    return [[fieldsOf(spec).project, repoURL, targetRevision, path]];
  });
}
