import { k8s } from 'cdk8s-plus-28';
import type { Environment } from '../envs';
import {
  canary,
  emptyDir,
  existingClaim,
  hostOf,
  httpProbe,
  Microservice,
  pause,
  portOf,
  recreate,
  System,
  secretKey,
  tcpProbe,
  weight,
} from '../lib';

/** Claim of the database's volume, made here and kept when the database goes. */
const CLAIM = 'mysql-data';

/** A small website to enter and query cars: React, a REST backend, MySQL, and Memcached for sessions. */
export class CarRegistry extends System {
  constructor(environment: Environment) {
    super(environment, 'car-registry');

    new k8s.KubePersistentVolumeClaim(this, CLAIM, {
      metadata: { name: CLAIM },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: k8s.Quantity.fromString('8Gi') } },
      },
    });

    const mysql = new Microservice(this, 'mysql', {
      component: 'database',
      ports: { 'tcp-mysql': 3306 },
      env: {
        MYSQL_DATABASE: 'cars',
        MYSQL_USER: 'cars',
        MYSQL_PASSWORD: secretKey('mysql', 'password'),
        MYSQL_RANDOM_ROOT_PASSWORD: 'yes',
      },
      volumes: {
        data: existingClaim(CLAIM, { mountPath: '/var/lib/mysql' }),
        run: emptyDir({ mountPath: '/var/run/mysqld' }),
        tmp: emptyDir({ mountPath: '/tmp' }),
      },
      probes: { liveness: tcpProbe({ initialDelay: '30s', failureThreshold: 6 }) },
      resources: { cpu: ['250m', '1'], memory: ['512Mi', '1Gi'] },
      replicas: 1,
      // One volume, one writer: the old pod must have let go of it.
      release: recreate(),
      pod: {
        securityContext: { runAsUser: 999, runAsGroup: 999, fsGroup: 999 },
        shutdown: { gracePeriod: '60s' },
      },
    });

    const memcached = new Microservice(this, 'memcached', {
      component: 'cache',
      ports: { 'tcp-memcached': 11211 },
      args: ['--memory-limit=64'],
      resources: { cpu: ['50m', '100m'], memory: ['96Mi', '128Mi'] },
      // Sessions are spread over what the backend knows by one name: two would lose half of them.
      replicas: 1,
      pod: { securityContext: { runAsUser: 11211, runAsGroup: 11211 } },
    });

    const backend = new Microservice(this, 'backend', {
      ports: { http: 8080 },
      env: {
        DB_HOST: hostOf(mysql.endpoint('tcp-mysql')),
        DB_PORT: portOf(mysql.endpoint('tcp-mysql')),
        DB_NAME: 'cars',
        DB_USER: 'cars',
        DB_PASSWORD: secretKey('mysql', 'password'),
        MEMCACHED_ADDR: memcached.endpoint('tcp-memcached'),
        CORS_ALLOWED_ORIGINS: `https://${environment.host('cars')}`,
      },
      probes: { readiness: httpProbe('/health'), liveness: httpProbe('/health') },
      resources: { cpu: ['100m', '300m'], memory: ['128Mi', '256Mi'] },
    });

    new Microservice(this, 'frontend', {
      ports: { http: { port: 80, target: 3000 } },
      env: { BACKEND_ADDR: backend.endpoint('http') },
      probes: { readiness: httpProbe('/'), liveness: httpProbe('/') },
      resources: { cpu: ['50m', '200m'], memory: ['64Mi', '128Mi'] },
      // One of five pods is a fifth of the traffic.
      replicas: 5,
      release: canary({
        steps: [
          weight(20),
          pause('60s'),
          weight(40),
          pause('40s'),
          weight(60),
          pause('20s'),
          weight(80),
          pause('20s'),
        ],
      }),
    });
  }
}
