import type { Case, Suite } from './suite';

const IMPORTS = `
import * as sc from '../../lib';
declare const system: sc.System;
const resources: sc.Resources = { cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] };
const secret = sc.existingSecret('db', ['password', 'admin']);
const access = { database: 'a', user: 'a', password: secret.key('password') };
const adminPassword = secret.key('admin');
const storage = { size: '1Gi' } as const;
declare const db: sc.MySql;
declare const redis: sc.Redis;
const volume = { claim: { size: '1Gi' }, mountPath: '/copies' } as const;
`;

const mysql = (fields: string) => `new sc.MySql(system, 'a', { resources, ${fields} })`;

const backup = (fields: string) =>
  `new sc.Backup(system, 'a', { resources, schedule: '@daily', ${fields} })`;

const CASES: readonly Case[] = [
  ['a port that a store has not', "db.endpoint(«'mysql' ≠ 'sql'»)"],
  ['a way into Redis that is not there', "redis.endpoint(«'followers' ≠ 'follower'»)"],
  [
    'a password in plain text',
    mysql("...access, storage, adminPassword: «adminPassword ≠ 'hunter2'»"),
  ],
  ['a database without an administrator', mysql('...access, storage, «adminPassword ≠ »')],
  ['a database without a volume', mysql('...access, adminPassword, «storage ≠ »')],
  [
    'a volume that is there, with a size',
    mysql("...access, adminPassword, storage: { claim: 'a'« ≠ , size: '1Gi'» }"),
  ],
  ['several databases', mysql('...access, adminPassword, storage, «args: [] ≠ replicas: 2»')],
  [
    'a Redis without a word on its password',
    "new sc.Redis(system, 'a', { resources, «password: 'none' ≠ » })",
  ],
  [
    'followers without a number',
    "new sc.Redis(system, 'a', { resources, password: 'none', followers: { «replicas: 2 ≠ » } })",
  ],
  [
    'a database outside, without its user',
    "const one: sc.Database<'mysql'> = sc.externalMySql(system, 'a', { host: 'a', «...access ≠ » })",
  ],
  ['a dump of another database', 'sc.«mySqlDump ≠ postgreSqlDump»(db)'],
  [
    'a dump into an object store',
    backup("...sc.mySqlDump(db), to: «volume ≠ { store: db.endpoint('mysql'), secret: 'a' }»"),
  ],
  ['a path of copies that is said twice', "sc.mySqlDump(db« ≠ , '/copies'»)"],
  [
    'old copies of a program that writes no files',
    backup('«copies: "files", ≠ »to: volume, keep: 3'),
  ],
];

export const stores: Suite = { imports: IMPORTS, cases: CASES, points: 'anywhere' };
