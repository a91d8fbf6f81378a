import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Backup } from '../../lib/backup/backup';
import { checkHardening } from '../../lib/checks/hardening/check';
import { callGraph } from '../../lib/endpoint/call-graph';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { fieldsOf, itemsOf } from '../../lib/manifest/fields';
import type { Manifest } from '../../lib/manifest/manifest';
import { Microservice } from '../../lib/microservice/microservice';
import { secretKey } from '../../lib/pod/env';
import { validateManifest } from '../../lib/schema/validate';
import { mySqlDump, postgreSqlDump } from '../../lib/store/dump';
import {
  externalMemcached,
  externalMySql,
  externalPostgreSql,
  externalRedis,
} from '../../lib/store/external';
import { Memcached } from '../../lib/store/memcached';
import { MySql } from '../../lib/store/mysql';
import { PostgreSql } from '../../lib/store/postgresql';
import { Redis } from '../../lib/store/redis';
import type { Database } from '../../lib/store/spec';
import type { System } from '../../lib/system/system';
import { emitYaml } from '../../lib/writer/yaml';
import { least } from '../microservice/chart';
import { manifestsOf, problemsOf } from '../render-tree';
import { qa } from '../shop';
import { objectIn, objectsIn, shopIn } from '../state/shop';
import { expectYaml } from '../yaml-snapshot';

const password = secretKey('db', 'password');
const adminPassword = secretKey('db', 'admin');
const access = { database: 'shop', user: 'shop', password };
const storage = { size: '10Gi' } as const;
const meshed: EnvironmentSpec = { ...qa, mesh: { kind: 'istio' } };

/** Whoever uses a database doesn't see where it is. */
function useOf(system: System, db: Database<'mysql'>): void {
  const env = { DB: db.endpoint('mysql'), DB_NAME: db.database, DB_PASSWORD: db.password };
  new Microservice(system, 'orders', { ...least, env });
}

function all(system: System): readonly Manifest[] {
  return manifestsOf(system.environment).map(({ manifest }) => manifest);
}

describe('a ready-made store', () => {
  test.each<[string, (system: System) => unknown]>([
    [
      'mysql',
      (system) => new MySql(system, 'mysql', { ...least, ...access, adminPassword, storage }),
    ],
    [
      'postgresql',
      (system) =>
        new PostgreSql(system, 'postgresql', { ...least, ...access, adminPassword, storage }),
    ],
    [
      'redis',
      (system) =>
        new Redis(system, 'redis', { ...least, password, storage, followers: { replicas: 2 } }),
    ],
    ['redis-in-memory', (system) => new Redis(system, 'redis', { ...least, password })],
    ['memcached', (system) => new Memcached(system, 'memcached', least)],
  ])('is all that %s needs, and nothing that the restricted standard forbids', (name, make) => {
    const system = shopIn();
    make(system);
    const files = manifestsOf(system.environment).filter(({ file }) => !/namespace/.test(file));
    const manifests = files.map(({ manifest }) => manifest);
    expectYaml(join(__dirname, `snapshots/${name}.yaml`), emitYaml(manifests));
    expect(manifests.flatMap(validateManifest)).toEqual([]);
    expect(checkHardening(files)).toEqual([]);
  });

  test('keeps what its image needs beside what its user adds', () => {
    const system = shopIn();
    new MySql(system, 'mysql', {
      ...least,
      ...access,
      adminPassword,
      storage: { claim: 'mysql-data' },
      args: ['--max-connections=200'],
      pod: { securityContext: { fsGroupChangePolicy: 'OnRootMismatch' }, labels: { tier: 'data' } },
      config: { files: { mountPath: '/etc/mysql/conf.d', contents: { 'a.cnf': '[mysqld]\n' } } },
    });
    const { template, volumeClaimTemplates } = fieldsOf(
      objectIn(system, 'mysql', 'StatefulSet').spec,
    );
    const { spec, metadata } = fieldsOf(template);
    expect(volumeClaimTemplates).toBeUndefined();
    expect(metadata).toMatchObject({ labels: { tier: 'data' } });
    expect(spec).toMatchObject({
      securityContext: { runAsUser: 999, fsGroup: 999, fsGroupChangePolicy: 'OnRootMismatch' },
      containers: [{ args: ['--max-connections=200'] }],
    });
    expect(itemsOf(fieldsOf(spec).volumes)).toContainEqual({
      name: 'data',
      persistentVolumeClaim: { claimName: 'mysql-data' },
    });
  });

  test.each<[string, string | undefined, string | undefined]>([
    ['where a new one is made, in an empty folder', undefined, 'mysql'],
    ['in the folder that is named', 'old/data', 'old/data'],
    ['in the root', '', undefined],
  ])('finds its data in a claim that is there %s', (_, subPath, expected) => {
    const system = shopIn();
    const claim = { claim: 'mysql-data', ...(subPath !== undefined && { subPath }) };
    new MySql(system, 'mysql', { ...least, ...access, adminPassword, storage: claim });
    const { template } = fieldsOf(objectIn(system, 'mysql', 'StatefulSet').spec);
    const [container] = itemsOf(fieldsOf(fieldsOf(template).spec).containers);
    const mounts = itemsOf(fieldsOf(container).volumeMounts).map(fieldsOf);
    expect(mounts.find(({ name }) => name === 'data')?.subPath).toBe(expected);
  });

  test('is called by its pods alone where it follows a leader', () => {
    const system = shopIn();
    const redis = new Redis(system, 'redis', {
      ...least,
      password,
      followers: { replicas: 2, name: 'readers' },
    });
    new Microservice(system, 'board', {
      ...least,
      env: { WRITE: redis.endpoint('redis'), READ: redis.endpoint('followers') },
    });
    const calls = callGraph(system).map(({ from, to }) => [
      from.name,
      to.kind === 'service-endpoint' ? to.service : to.host,
    ]);
    expect(calls).toEqual([
      ['readers', 'redis'],
      ['board', 'redis'],
      ['board', 'readers'],
    ]);
    expect(emitYaml([objectIn(system, 'readers', 'Deployment')])).toContain(
      '        - --replicaof\n        - $(LEADER_HOST)\n        - $(LEADER_PORT)',
    );
  });

  test('is read at its leader where nobody follows', () => {
    const redis = new Redis(shopIn(), 'redis', { ...least, password: 'none' });
    expect(redis.endpoint('followers')).toEqual(redis.endpoint('redis'));
    expect(redis.followers).toBeUndefined();
  });
});

describe('one that somebody else runs', () => {
  const where = { host: 'db.example.net', cidrs: ['10.8.0.0/28'] };

  test('takes the place of a ready-made one in one line, with the way out', () => {
    const here = shopIn(meshed);
    useOf(here, new MySql(here, 'db', { ...least, ...access, adminPassword, storage }));
    const there = shopIn(meshed);
    useOf(there, externalMySql(there, 'db', { ...access, ...where }));
    const env = (system: System) => {
      const { template } = fieldsOf(objectIn(system, 'orders', 'Deployment').spec);
      return fieldsOf(itemsOf(fieldsOf(fieldsOf(template).spec).containers)[0]).env;
    };
    const names = (system: System) => itemsOf(env(system)).map((one) => fieldsOf(one).name);
    expect(names(there)).toEqual(names(here));
    expect(emitYaml([objectIn(there, 'orders', 'NetworkPolicy')])).toContain('cidr: 10.8.0.0/28');
    expectYaml(join(__dirname, 'snapshots/external.yaml'), emitYaml(objectsIn(there, 'db')));
    expect(objectsIn(there, 'db').flatMap(validateManifest)).toEqual([]);
  });

  test('is told to a mesh alone, and only where it is outside of the cluster', () => {
    const plain = shopIn();
    externalMySql(plain, 'db', { ...access, ...where });
    const inside = shopIn(meshed);
    externalPostgreSql(inside, 'db', {
      ...access,
      host: 'db.data.svc.cluster.local',
      pods: { namespace: 'data', labels: { app: 'db' } },
    });
    const kinds = [...all(plain), ...all(inside)].map(({ kind }) => kind);
    expect(kinds).not.toContain('ServiceEntry');
  });

  test('is refused with a field that nobody reads: without its addresses it would be open to all', () => {
    const system = shopIn();
    const misspelt = { ...access, host: 'db.example.net', cidr: ['10.8.0.0/28'] };
    externalMySql(system, 'db', misspelt);
    externalRedis(system, 'redis', { host: '10.8.0.4', followers: misspelt });
    const unknown = expect.stringMatching(/cidr: isn't known, did you mean cidrs\?$/);
    expect(system.node.findAll().flatMap(({ node }) => node.validate())).toEqual(
      expect.arrayContaining([unknown, expect.stringMatching(/^followers\.cidr: isn't known/)]),
    );
  });

  test('has the usual ports, and places for reading', () => {
    const system = shopIn(meshed);
    const redis = externalRedis(system, 'redis', {
      host: '10.8.0.4',
      followers: { host: '10.8.0.5', port: 6380 },
    });
    const cache = externalMemcached(system, 'cache', { host: 'cache.example.net' });
    const db = externalPostgreSql(system, 'db', { ...access, host: 'db.example.net' });
    expect(
      [redis.endpoint('redis'), redis.endpoint('followers'), cache.endpoint('memcached')]
        .concat(db.endpoint('postgresql'))
        .map(({ port }) => port),
    ).toEqual([6379, 6380, 11211, 5432]);
    const entries = all(system).filter(({ kind }) => kind === 'ServiceEntry');
    expect(entries.map(({ spec }) => fieldsOf(spec).hosts)).toEqual([
      ['redis.external'],
      ['redis-followers.external'],
      ['cache.example.net'],
      ['db.example.net'],
    ]);
  });
});

test('copies a database by what it knows of itself', () => {
  const system = shopIn();
  const mysql = new MySql(system, 'mysql', { ...least, ...access, adminPassword, storage });
  const pg = externalPostgreSql(system, 'pg', { ...access, host: '10.8.0.6' });
  const daily = { ...least, schedule: '@daily' };
  const to = { claim: { size: '20Gi' }, mountPath: '/copies' } as const;
  new Backup(system, 'mysql-backup', { ...daily, ...mySqlDump(mysql), to, keep: 14 });
  new Backup(system, 'pg-backup', { ...daily, ...postgreSqlDump(pg), to });
  const jobs = ['mysql-backup', 'pg-backup'].map((file) => objectIn(system, file, 'CronJob'));
  expectYaml(join(__dirname, 'snapshots/dumps.yaml'), emitYaml(jobs));
});

describe.each([
  ['sql', 'mysqldump', 'mysql-backup'],
  ['dump', 'pg_dump', 'pg-backup'],
] as const)('a dump to .%s', (suffix, program, name) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'copies-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the script in a shell, with a program in the place of the database's. */
  function run(body: string, keep?: string) {
    const system = shopIn();
    const db = { ...access, endpoint: () => externalEndpoint({ host: 'db', port: 1 }) };
    const dump = name === 'mysql-backup' ? mySqlDump(db) : postgreSqlDump(db);
    const to = { claim: { size: '1Gi' }, mountPath: folder } as const;
    new Backup(system, name, { ...least, schedule: '@daily', ...dump, to });
    const bin = mkdtempSync(join(folder, 'bin-'));
    writeFileSync(join(bin, program), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env.PATH}`, FOLDER: folder, DB_NAME: 'shop' };
    const { status } = spawnSync('sh', ['-c', dump.command[2] ?? ''], {
      env: { ...env, DB_HOST: 'db', DB_PORT: '1', DB_USER: 'shop', ...(keep && { KEEP: keep }) },
    });
    rmSync(bin, { recursive: true });
    return status;
  }

  const WRITES =
    program === 'mysqldump'
      ? 'echo data'
      : 'for one; do case $one in --file=*) echo data > "${one#--file=}";; esac; done';
  const old = (day: number) => `shop-2020010${day}T030000Z.${suffix}`;
  const others = ['shop-by-hand', `shop_b-20200101T030000Z.${suffix}`];

  test('leaves the last ones, and what is none', () => {
    const files = [old(1), old(2), old(3), 'shop-20200101T030000Z.part', ...others];
    for (const file of files) writeFileSync(join(folder, file), '');
    expect(run(WRITES, '2')).toBe(0);
    const left = readdirSync(folder).toSorted();
    const [copy] = left.filter((file) => !files.includes(file));
    expect(copy).toMatch(new RegExp(`^shop-\\d{8}T\\d{6}Z\\.${suffix}$`));
    expect(readFileSync(join(folder, copy ?? ''), 'utf8')).toBe('data\n');
    expect(left.filter((file) => file !== copy)).toEqual([old(3), ...others].toSorted());
  });

  test('leaves all of them where nothing is said, and where it fails', () => {
    for (const file of [old(1), old(2)]) writeFileSync(join(folder, file), '');
    expect(run('exit 2', '1')).toBe(2);
    expect(readdirSync(folder).filter((file) => file.endsWith(suffix))).toEqual([old(1), old(2)]);
    expect(run(WRITES)).toBe(0);
    expect(readdirSync(folder).filter((file) => file.endsWith(suffix))).toHaveLength(3);
  });
});

test('rejects passwords that are none, administrators as users, and stores that do not fit', () => {
  const system = shopIn();
  const configured = { kind: 'config-key', object: 'a', key: 'b', optional: false } as const;
  new MySql(system, 'a', {
    ...least,
    ...access,
    user: 'root',
    password: configured,
    // @ts-expect-error a value is no reference
    adminPassword: 'hunter2',
    storage,
  });
  // @ts-expect-error storage without a size
  new PostgreSql(system, 'b', { ...least, ...access, database: 'a-b', adminPassword, storage: {} });
  new MySql(system, 'c', { ...least, ...access, adminPassword, storage: { claim: 'A' } });
  // @ts-expect-error a password, or 'none', has to be there
  new Redis(system, 'd', { ...least, followers: { replicas: 0 } });
  new Memcached(system, 'e', { ...least, memory: '128Mi' });
  new Memcached(system, 'f', { ...least, memory: '1500k' });
  externalMySql(system, 'g', { ...access, password: configured, host: 'db' });
  const reference = "isn't a key of a Secret: take secretKey(), or key() of an ExternalSecret";
  expect(problemsOf(system.environment)).toEqual([
    "[qa/shop/a] adminPassword: got text, which isn't shown here, allowed what secretKey() gives, or key() of an ExternalSecret",
    '[qa/shop/a] user: got "root", allowed a user of its own, who may do nothing outside of its database',
    `[qa/shop/a] password: ${reference}`,
    '[qa/shop/b] storage: got none, allowed exactly one of claim, size',
    '[qa/shop/b] database: got "a-b", allowed letters, digits and \'_\', no digit first, at most 63 of them',
    '[qa/shop/c] storage.claim: got "A", allowed DNS labels joined by dots, at most 253 characters',
    '[qa/shop/d] password: is missing: add it',
    '[qa/shop/d] followers.replicas: got 0, allowed a whole number from 1',
    '[qa/shop/e] memory: got "128Mi", allowed less than the limit of its resources, 128Mi',
    '[qa/shop/f] memory: got "1500k", allowed whole mebibytes, \'64Mi\'',
    `[qa/shop/g] password: ${reference}`,
  ]);
});
