import type { Environment } from '../envs';
import { blueGreen, emptyDir, Microservice, System } from '../lib';

/** User and group of the Redis images. */
const redisUser = { runAsUser: 999, runAsGroup: 999, fsGroup: 999 };

/**
 * A message board: a PHP frontend that writes to a Redis leader and reads from its followers.
 * @see https://kubernetes.io/docs/tutorials/stateless-application/guestbook/
 */
export class Guestbook extends System {
  constructor(environment: Environment) {
    super(environment, 'guestbook');

    const leader = new Microservice(this, 'redis-leader', {
      component: 'database',
      ports: { 'tcp-redis': 6379 },
      volumes: { data: emptyDir({ mountPath: '/data' }) },
      resources: { cpu: ['100m', '200m'], memory: ['100Mi', '200Mi'] },
      // The messages are in its memory: a second leader would hold others.
      replicas: 1,
      pod: { containerName: 'leader', securityContext: redisUser },
    });

    const follower = new Microservice(this, 'redis-follower', {
      component: 'database',
      ports: { 'tcp-redis': 6379 },
      env: { GET_HOSTS_FROM: 'dns' },
      // The image finds its leader by the name of the Service.
      calls: [leader.endpoint('tcp-redis')],
      volumes: { data: emptyDir({ mountPath: '/data' }) },
      resources: { cpu: ['100m', '200m'], memory: ['100Mi', '200Mi'] },
      replicas: 2,
      pod: { containerName: 'follower', securityContext: redisUser },
    });

    new Microservice(this, 'frontend', {
      ports: { http: 80 },
      env: { GET_HOSTS_FROM: 'dns' },
      calls: [leader.endpoint('tcp-redis'), follower.endpoint('tcp-redis')],
      volumes: {
        'apache-run': emptyDir({ mountPath: '/var/run/apache2' }),
        'apache-lock': emptyDir({ mountPath: '/var/lock/apache2' }),
        tmp: emptyDir({ mountPath: '/tmp' }),
      },
      resources: { cpu: ['100m', '200m'], memory: ['100Mi', '200Mi'] },
      // A person looks at the new version, at frontend-preview, and lets it have the traffic.
      release: blueGreen({ autoPromotion: 'off' }),
      pod: {
        containerName: 'php-redis',
        securityContext: {
          runAsUser: 33,
          runAsGroup: 33,
          // The image listens on port 80, which otherwise takes root.
          sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
        },
      },
    });
  }
}
