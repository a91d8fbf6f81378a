import type { Environment } from '../envs';
import {
  AnalysisTemplate,
  address,
  Backup,
  canary,
  type Database,
  ExternalSecret,
  externalMySql,
  gatewayApi,
  hostOf,
  httpProbe,
  istioByHost,
  Memcached,
  Microservice,
  MySql,
  mySqlDump,
  pause,
  portOf,
  type Router,
  restartOn,
  restarts,
  System,
  Task,
  VolumeClaim,
  weight,
} from '../lib';

/** Claim of the database's volume, made beside the database and kept when it goes. */
const CLAIM = 'mysql-data';

/** The database's passwords, made from where the environment keeps secrets. */
const SECRET = 'database';

/** What a short program asks for. */
const small = { cpu: ['50m', '200m'], memory: ['64Mi', '128Mi'] } as const;

/** User of the images that are given none. */
const pod = { securityContext: { runAsUser: 1000, runAsGroup: 1000 } };

/**
 * A small website to enter and query cars: React, a REST backend, MySQL, and Memcached for sessions. On AKS it
 * runs behind Cilium's gateway, with a database of the cloud.
 */
export class CarRegistry extends System {
  constructor(environment: Environment) {
    super(environment, 'car-registry');
    const site = environment.host('cars');
    const tls = { certificate: { issuer: 'letsencrypt' } } as const;

    const database = environment.choose({
      aks: () => this.databaseOfTheCloud(),
      otherwise: () => this.databaseInTheCluster(),
    })();
    const memcached = new Memcached(this, 'memcached', {
      memory: '64Mi',
      resources: { cpu: ['50m', '100m'], memory: ['96Mi', '128Mi'] },
    });

    const backend = new Microservice(this, 'backend', {
      ports: { http: 8080 },
      env: {
        DB_HOST: hostOf(database.endpoint('mysql')),
        DB_PORT: portOf(database.endpoint('mysql')),
        DB_NAME: database.database,
        DB_USER: database.user,
        DB_PASSWORD: database.password,
        MEMCACHED_ADDR: memcached.endpoint('memcached'),
      },
      probes: { readiness: httpProbe('/health'), liveness: httpProbe('/health') },
      resources: { cpu: ['100m', '300m'], memory: ['128Mi', '256Mi'] },
      // The page calls it from the browser, and so from another site; answered here, and not by the program.
      exposed: {
        host: environment.host('cars-api'),
        tls,
        cors: {
          origins: [`https://${site}`],
          methods: ['GET', 'POST', 'PUT', 'DELETE'],
          headers: ['Content-Type'],
          credentials: true,
        },
        hsts: {},
      },
      annotations: restartOn({ secretName: SECRET }),
      pod,
    });
    this.migrate(database, backend);

    const load = this.loadTest();
    const frontend = new Microservice(this, 'frontend', {
      ports: { http: { port: 80, target: 3000 } },
      env: { BACKEND_ADDR: backend.endpoint('http') },
      probes: { readiness: httpProbe('/'), liveness: httpProbe('/') },
      resources: small,
      // One of five pods is a fifth of the traffic.
      replicas: 5,
      exposed: { host: site, tls, hsts: {} },
      release: canary({
        router: environment.choose<Router>({ aks: gatewayApi(), otherwise: istioByHost() }),
        // Back to the version before as soon as a new pod starts again, or is too slow.
        analysis: {
          templates: [restarts({ window: '30s', interval: '20s' }), load.use()],
          startingStep: 1,
        },
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
      pod,
    });
    // It is made before the program whose release it is part of.
    load.addCalls(frontend.endpoint('http'));
    this.smokeTest(backend, frontend);
  }

  /** A MySQL with a volume, and copies of it that outlive the cluster. */
  private databaseInTheCluster(): Database<'mysql'> {
    const secret = new ExternalSecret(this, SECRET, {
      keys: {
        password: 'car-registry/database#password',
        admin: 'car-registry/database#admin',
      },
    });
    const volume = new VolumeClaim(this, CLAIM, { size: '8Gi' });
    const database = new MySql(this, 'mysql', {
      database: 'cars',
      user: 'cars',
      password: secret.key('password'),
      adminPassword: secret.key('admin'),
      storage: { claim: volume.name },
      resources: { cpu: ['250m', '1'], memory: ['512Mi', '1Gi'] },
    });
    new Backup(this, 'mysql-backup', {
      ...mySqlDump(database),
      schedule: '0 3 * * *',
      deadline: '1h',
      keep: 14,
      // A share outside of the cluster. Its class leads a claim of this namespace and name to the same folder in each
      // cluster, and keeps the folder when a claim goes: so a new cluster finds the copies.
      to: { claim: { size: '20Gi', storageClass: 'offsite-share' }, mountPath: '/copies' },
      resources: { cpu: ['100m', '500m'], memory: ['128Mi', '256Mi'] },
    });
    return database;
  }

  /** A managed one, which outlives the cluster and makes its own copies. */
  private databaseOfTheCloud(): Database<'mysql'> {
    // Azure's vault has names without slashes, and one value for each.
    const secret = new ExternalSecret(this, SECRET, {
      keys: { password: 'car-registry-database' },
    });
    return externalMySql(this, 'mysql', {
      host: 'car-registry.mysql.database.azure.com',
      database: 'cars',
      user: 'cars',
      password: secret.key('password'),
    });
  }

  /** The table that the backend reads and writes, before a backend that needs it. */
  private migrate(database: Database<'mysql'>, backend: Microservice<'http'>): void {
    new Task(this, 'migrate', {
      command: [
        'sh',
        '-c',
        'exec mysql --host="$DB_HOST" --port="$DB_PORT" --user="$DB_USER" "$DB_NAME" < /sql/cars.sql',
      ],
      env: {
        DB_HOST: hostOf(database.endpoint('mysql')),
        DB_PORT: portOf(database.endpoint('mysql')),
        DB_NAME: database.database,
        DB_USER: database.user,
        MYSQL_PWD: database.password,
      },
      config: { files: { mountPath: '/sql', contents: { 'cars.sql': CARS } } },
      before: [backend],
      deadline: '10m',
      resources: small,
      pod: { securityContext: { runAsUser: 999, runAsGroup: 999 } },
    });
  }

  /** Load by k6 on the new version alone, held to limits. */
  private loadTest(): AnalysisTemplate {
    return new AnalysisTemplate(this, 'frontend-load', {
      metrics: [
        {
          name: 'load-test',
          count: 1,
          provider: {
            job: {
              image: 'grafana/k6:1.0.0',
              container: {
                command: ['sh', '-c', 'printf %s "$SCRIPT" | k6 run --no-usage-report -'],
                env: { TARGET: 'http://frontend-canary', SCRIPT: LOAD },
                resources: { cpu: ['250m', '500m'], memory: ['128Mi', '256Mi'] },
              },
              pod: { securityContext: { runAsUser: 12345 } },
              takes: '1m',
              deadline: '2m',
            },
          },
        },
      ],
    });
  }

  /** Asks page and backend after each sync, when all is healthy. */
  private smokeTest(backend: Microservice<'http'>, frontend: Microservice<'http'>): void {
    new Task(this, 'smoke-test', {
      hook: 'PostSync',
      command: [
        'curl',
        '--fail',
        '--silent',
        '--show-error',
        '--retry',
        '5',
        '--retry-connrefused',
      ],
      args: ['--output', '/dev/null', '$(PAGE)', '--output', '/dev/null', '$(HEALTH)'],
      env: {
        PAGE: address`http://${frontend.endpoint('http')}/`,
        HEALTH: address`http://${backend.endpoint('http')}/health`,
      },
      retries: 1,
      deadline: '5m',
      resources: small,
      pod: { securityContext: { runAsUser: 100, runAsGroup: 101 } },
    });
  }
}

/** What is known of a car. Said twice it does no harm. */
const CARS = `CREATE TABLE IF NOT EXISTS cars (
  id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  make VARCHAR(64) NOT NULL,
  model VARCHAR(64) NOT NULL,
  year SMALLINT UNSIGNED NOT NULL,
  registration VARCHAR(16) NOT NULL UNIQUE
);
`;

/** Ten users for a minute: one of a hundred requests may fail, one of twenty may take longer. */
const LOAD = `import http from 'k6/http';

export const options = {
  vus: 10,
  duration: '1m',
  thresholds: { http_req_failed: ['rate<0.01'], http_req_duration: ['p(95)<500'] },
};

export default function () {
  http.get(__ENV.TARGET);
}
`;
