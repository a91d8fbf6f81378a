import { fieldsOf } from '../../lib/manifest/fields';
import '../../lib/testing/jest';
import { absent, arrayWith, Manifests, simulate, stringLike } from '../../lib/testing';
import { loadMain } from './main-app';

const all = Manifests.of(loadMain().root);
const ENVIRONMENTS = ['qa', 'e2e', 'stage', 'prod', 'aks'] as const;
const MESHED = ['qa', 'e2e', 'stage', 'prod'] as const;

const AZURE = 'car-registry.mysql.database.azure.com';

function container(fields: Parameters<typeof arrayWith>[0][number]) {
  return { spec: { template: { spec: { containers: arrayWith([fields]) } } } };
}

describe.each(ENVIRONMENTS)('the car registry in %s', (name) => {
  const registry = all.below(`${name}/car-registry`);

  test('calls along the edges of the document alone', () => {
    const calls = (from: string) =>
      registry.has('Deployment', from) || registry.has('Rollout', from);
    expect(['backend', 'frontend', 'memcached'].filter((one) => !calls(one))).toEqual([]);
    const workload = registry.find('Rollout', 'frontend');
    expect(workload).toMatchObject({ spec: { replicas: 5 } });
    expect(registry).toContainManifest(
      'Rollout',
      'frontend',
      container({ env: arrayWith([{ name: 'BACKEND_ADDR', value: 'backend:8080' }]) }),
    );
    expect(registry).toContainManifest(
      'Deployment',
      'backend',
      container({
        env: arrayWith([
          { name: 'DB_HOST', value: name === 'aks' ? AZURE : 'mysql' },
          { name: 'MEMCACHED_ADDR', value: 'memcached:11211' },
        ]),
      }),
    );
  });

  test('gives a new version its share in the steps of the document', () => {
    expect(registry).toContainManifest('Rollout', 'frontend', {
      spec: {
        strategy: {
          canary: {
            steps: [
              { setWeight: 20 },
              { pause: { duration: '60s' } },
              { setWeight: 40 },
              { pause: { duration: '40s' } },
              { setWeight: 60 },
              { pause: { duration: '20s' } },
              { setWeight: 80 },
              { pause: { duration: '20s' } },
            ],
          },
        },
      },
    });
    const { fullAt, waitsForPerson } = simulate(registry.find('Rollout', 'frontend'), {
      replicas: 5,
    });
    expect(fullAt).toBeGreaterThanOrEqual(140);
    expect(waitsForPerson).toBe(0);
  });

  test('takes it back by what Prometheus counts, and by load that it does not stand', () => {
    expect(registry).toContainManifest('Rollout', 'frontend', {
      spec: {
        strategy: {
          canary: {
            analysis: {
              startingStep: 1,
              templates: [
                { templateName: 'frontend-restarts-background' },
                { templateName: 'frontend-load' },
              ],
            },
          },
        },
      },
    });
    expect(registry).toContainManifest('AnalysisTemplate', 'frontend-restarts-background', {
      spec: {
        metrics: [
          {
            provider: {
              prometheus: { query: stringLike('sum(kube_pod_container_status_restarts_total*') },
            },
          },
        ],
      },
    });
    expect(registry).toContainManifest('AnalysisTemplate', 'frontend-load', {
      spec: { metrics: [{ count: 1, provider: { job: { spec: { backoffLimit: 0 } } } }] },
    });
  });

  test('has passwords by reference, from where the environment keeps them', () => {
    expect(registry.count('Secret')).toBe(0);
    expect(registry).toContainManifest('ExternalSecret', 'database', {
      spec: { secretStoreRef: { kind: 'SecretStore', name: 'secret-store' } },
    });
    expect(registry).toContainManifest('SecretStore', 'secret-store', {
      spec: {
        provider:
          name === 'aks'
            ? { azurekv: { authType: 'WorkloadIdentity' } }
            : { vault: { auth: { kubernetes: { role: `config-${name}` } } } },
      },
    });
    expect(registry).toContainManifest(
      'Deployment',
      'backend',
      container({
        env: arrayWith([
          {
            name: 'DB_PASSWORD',
            valueFrom: { secretKeyRef: { name: 'database', key: 'password' } },
          },
        ]),
      }),
    );
  });

  test('makes its table before the backend, and is asked after each sync', () => {
    const [migrate] = registry.all('Job', 'migrate-*');
    const [smoke] = registry.all('Job', 'smoke-test');
    expect(smoke?.metadata.annotations).toMatchObject({ 'argocd.argoproj.io/hook': 'PostSync' });
    const wave = (manifest: typeof migrate) =>
      Number(fieldsOf(manifest?.metadata.annotations)['argocd.argoproj.io/sync-wave'] ?? 0);
    expect(wave(migrate)).toBeLessThan(wave(registry.find('Deployment', 'backend')));
  });

  test('is in order', () => {
    expect(registry).toHaveNoFindings();
  });
});

describe.each(MESHED)('its database in %s', (name) => {
  const registry = all.below(`${name}/car-registry`);

  test('keeps its data in a volume, and copies of it in another', () => {
    expect(registry).toContainManifest('PersistentVolumeClaim', 'mysql-data', {
      spec: { resources: { requests: { storage: '8Gi' } }, storageClassName: absent() },
    });
    expect(registry).toContainManifest('PersistentVolumeClaim', 'mysql-backup-copies', {
      spec: { storageClassName: 'offsite-share' },
    });
    expect(registry).toContainManifest('StatefulSet', 'mysql', {
      spec: {
        replicas: 1,
        template: {
          spec: {
            volumes: arrayWith([
              { name: 'data', persistentVolumeClaim: { claimName: 'mysql-data' } },
            ]),
          },
        },
      },
    });
    expect(registry).toContainManifest(
      'StatefulSet',
      'mysql',
      container({
        volumeMounts: arrayWith([{ name: 'data', mountPath: '/var/lib/mysql', subPath: 'mysql' }]),
      }),
    );
    expect(registry).toContainManifest('CronJob', 'mysql-backup', {
      spec: { schedule: '0 3 * * *', timeZone: 'Etc/UTC' },
    });
  });

  test('is reached by those who need it, and by nobody else', () => {
    const database = registry.pod(`${name}/car-registry/mysql`, 3306);
    for (const caller of ['backend', 'mysql-backup'])
      expect(database).toBeReachableFrom(`${name}/car-registry/${caller}`);
    for (const stranger of ['frontend', 'memcached', 'smoke-test'])
      expect(database).not.toBeReachableFrom(`${name}/car-registry/${stranger}`);
    expect(registry.pod(`${name}/car-registry/memcached`, 11211)).not.toBeReachableFrom(
      `${name}/car-registry/frontend`,
    );
  });

  test('lets the page of this environment alone ask its backend', () => {
    const [host, site] = ['cars-api', 'cars'].map((label) => hostIn(name, label));
    expect(registry).toContainManifest('VirtualService', 'backend', {
      spec: {
        hosts: arrayWith([host ?? '']),
        http: arrayWith([
          { corsPolicy: { allowOrigins: [{ exact: `https://${site}` }], allowCredentials: true } },
        ]),
      },
    });
  });
});

describe('on AKS', () => {
  const registry = all.below('aks/car-registry');

  test('there is no database in the cluster, but a way to that of the cloud', () => {
    expect(registry.count('StatefulSet') + registry.count('PersistentVolumeClaim')).toBe(0);
    expect(registry).toContainManifest('CiliumNetworkPolicy', 'backend', {
      spec: {
        egress: arrayWith([
          {
            toFQDNs: [{ matchName: AZURE }],
            toPorts: [{ ports: [{ port: '3306', protocol: 'TCP' }] }],
          },
        ]),
      },
    });
  });

  test("Cilium's policies say all, and let its gateway in", () => {
    expect(registry.count('NetworkPolicy')).toBe(0);
    expect(registry).toContainManifest('CiliumNetworkPolicy', 'default-deny');
    expect(registry).toContainManifest('CiliumNetworkPolicy', 'frontend', {
      spec: {
        ingress: arrayWith([
          {
            fromEntities: ['ingress'],
            toPorts: [{ ports: [{ port: '3000', protocol: 'TCP' }] }],
          },
        ]),
      },
    });
  });

  test('the Gateway API splits what comes in, with HTTPS, and CORS with its origin', () => {
    expect(registry).toContainManifest('Gateway', 'frontend', {
      spec: { gatewayClassName: 'cilium' },
    });
    expect(registry).toContainManifest('HTTPRoute', 'frontend', {
      spec: {
        hostnames: ['cars.aks.example.com'],
        rules: [{ backendRefs: [{ name: 'frontend' }, { name: 'frontend-canary' }] }],
      },
    });
    expect(registry).toContainManifest('HTTPRoute', 'backend', {
      spec: {
        rules: [
          {
            filters: arrayWith([
              { type: 'CORS', cors: { allowOrigins: ['https://cars.aks.example.com'] } },
            ]),
          },
        ],
      },
    });
    expect(registry).toContainManifest('Certificate', 'frontend-tls', {
      spec: { dnsNames: ['cars.aks.example.com'], issuerRef: { name: 'letsencrypt' } },
    });
  });

  test('it is watched: rules, dashboards, and labels for logs', () => {
    for (const name of ['frontend', 'backend', 'memcached']) {
      expect(registry).toContainManifest('PrometheusRule', name, {
        metadata: { labels: { release: 'prometheus' } },
      });
      expect(registry).toContainManifest('ConfigMap', `${name}-dashboard`);
    }
    expect(registry).toContainManifest('Deployment', 'backend', {
      spec: { template: { metadata: { labels: { environment: 'aks' } } } },
    });
  });

  test('Argo CD brings each change by itself', () => {
    expect(all).toContainManifest('Application', 'car-registry-aks', {
      spec: {
        source: { path: 'dist/aks/car-registry' },
        destination: { name: 'aks', namespace: 'car-registry-aks' },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    });
  });
});

function hostIn(environment: (typeof MESHED)[number], label: string): string {
  return environment === 'prod' ? `${label}.example.com` : `${label}.${environment}.example.com`;
}
