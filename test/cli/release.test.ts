import { join } from 'node:path';
import { run } from './run';

const DIST = join(__dirname, '../../dist');
const release = (...args: readonly string[]) => run('release', ...args, '--dist', DIST);

test('plays a canary over time, with the pods that the Rollout wants', () => {
  const { exitCode, stdout } = release('prod', 'car-registry/frontend');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^frontend: all traffic after /);
  expect(stdout).toMatch(/ 0s +5 +1 +0 % +setWeight 20: pods start$/m);
  expect(stdout).toMatch(/pause 60s$/m);
});

test('takes other numbers', () => {
  const { stdout } = release(
    'prod',
    'car-registry/frontend',
    '--replicas',
    '10',
    '--pod-start',
    '2m',
  );
  expect(stdout).toMatch(/ 2m +10 +2 +20 % +setWeight 20$/m);
});

test('prints JSON', () => {
  const simulation: unknown = JSON.parse(release('qa', 'guestbook/frontend', '--json').stdout);
  expect(simulation).toMatchObject({ name: 'frontend', peakPods: 4, waitsForPerson: 1 });
});

test('knows how long the analysis takes that a Rollout names', () => {
  const { stdout } = release('prod', 'issue-generator/issue-generator');
  expect(stdout).not.toMatch(/unknown|no time/);
});

test.each([
  [
    'an environment',
    ['prdo', 'car-registry/frontend'],
    /no environment 'prdo'.*did you mean 'prod'\?/,
  ],
  [
    'a Rollout',
    ['prod', 'car-registry/fronted'],
    /no Rollout 'car-registry\/fronted' in prod, allowed car-registry\/frontend.*did you mean 'car-registry\/frontend'\?/,
  ],
  [
    'a Deployment',
    ['prod', 'car-registry/backend'],
    /'car-registry\/backend' is a Deployment in prod/,
  ],
  [
    'a number',
    ['prod', 'car-registry/frontend', '--replicas', '0'],
    /--replicas: got "0", allowed a whole number from 1/,
  ],
  [
    'a duration',
    ['prod', 'car-registry/frontend', '--pod-start', '5'],
    /--pod-start: got "5", allowed a duration/,
  ],
  ['what is missing', ['prod'], /missing required argument 'rollout'/],
])('tells a user who got %s wrong', (_, args, message) => {
  const { exitCode, stdout, stderr } = release(...args);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
});
