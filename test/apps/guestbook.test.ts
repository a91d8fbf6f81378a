import '../../lib/testing/jest';
import { arrayWith, Manifests } from '../../lib/testing';
import { loadMain } from './main-app';

const all = Manifests.of(loadMain().root);

describe.each([
  ['qa', 'e2e'],
  ['e2e', 'qa'],
])('the guestbook in %s', (name, other) => {
  const guestbook = all.below(`${name}/guestbook`);

  test.each([
    ['redis-leader', 'redis:6.0.5', 'leader', 1],
    ['redis-follower', 'gcr.io/google_samples/gb-redis-follower:v2', 'follower', 2],
  ])('runs %s as the document does', (workload, image, containerName, replicas) => {
    expect(guestbook).toContainManifest('Deployment', workload, {
      metadata: { namespace: `guestbook-${name}` },
      spec: {
        replicas,
        // A selector can't be changed in a live cluster.
        selector: { matchLabels: { 'app.kubernetes.io/name': workload } },
        template: {
          spec: {
            containers: [
              {
                name: containerName,
                image,
                ports: [{ containerPort: 6379 }],
                resources: { requests: { cpu: '100m', memory: '100Mi' } },
              },
            ],
          },
        },
      },
    });
    expect(guestbook).toContainManifest('Service', workload, { spec: { ports: [{ port: 6379 }] } });
  });

  test('releases its frontend by blue-green, until a person promotes it', () => {
    expect(guestbook).toContainManifest('Rollout', 'frontend', {
      spec: {
        strategy: {
          blueGreen: {
            activeService: 'frontend',
            previewService: 'frontend-preview',
            autoPromotionEnabled: false,
          },
        },
      },
    });
    expect(guestbook).toContainManifest('Service', 'frontend-preview');
  });

  test('writes to the leader, reads from the followers, and these follow the leader', () => {
    const leader = all.pod(`${name}/guestbook/redis-leader`, 6379);
    const follower = all.pod(`${name}/guestbook/redis-follower`, 6379);
    expect(leader).toBeReachableFrom(
      `${name}/guestbook/frontend`,
      `${name}/guestbook/redis-follower`,
    );
    expect(follower).toBeReachableFrom(`${name}/guestbook/frontend`);
    expect(follower).not.toBeReachableFrom(`${name}/guestbook/redis-leader`);
  });

  test(`is closed to ${other}, and to the world`, () => {
    for (const [pod, port] of [
      ['redis-leader', 6379],
      ['redis-follower', 6379],
      ['frontend', 80],
    ] as const)
      expect(all.pod(`${name}/guestbook/${pod}`, port)).not.toBeReachableFrom(
        `${other}/guestbook/frontend`,
        '203.0.113.7',
      );
  });

  test('has a namespace with a part of the cluster, and rights of its own', () => {
    expect(guestbook).toContainManifest('ResourceQuota', { spec: { hard: { pods: '60' } } });
    expect(guestbook).toContainManifest('LimitRange');
    expect(guestbook).toContainManifest('RoleBinding', 'deployer', {
      subjects: arrayWith([{ kind: 'ServiceAccount', name: 'deployer' }]),
    });
  });
});

test('runs before production alone', () => {
  expect(all.count('Application', 'guestbook-*')).toBe(2);
});
