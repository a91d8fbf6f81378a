import { Command } from 'commander';
import { checkSimulation } from '../../delivery/simulation/check';
import { playRelease } from '../../delivery/simulation/simulate';
import { timeline } from '../../delivery/simulation/timeline';
import { type Duration, findSeconds } from '../../kubernetes/duration';
import { formatProblem, wrongValue } from '../../problem/problem';
import { readOutput } from '../manifests';
import { UserError } from '../user-error';
import { findRollout } from './rollout';

interface ReleaseOptions {
  readonly dist: string;
  readonly replicas?: string;
  readonly podStart: string;
  readonly users: string;
  readonly json?: true;
}

/** `supercargo release ENV SYSTEM/MICROSERVICE` */
export function releaseCommand(): Command {
  return new Command('release')
    .summary('how the next release of a microservice goes')
    .description(
      "Plays a Rollout's steps over time, as the controller does them: pods and traffic of the old and " +
        'the new version, and how many users meet the new one before an analysis can fail.',
    )
    .argument('<env>', 'environment: a folder in the output folder')
    .argument('<rollout>', "system and microservice: 'online-boutique/frontend'")
    .option(
      '--replicas <count>',
      'pods that are wanted (default: as the Rollout or its autoscaler says)',
    )
    .option('--pod-start <duration>', 'how long a pod takes to be ready', '30s')
    .option('--users <count>', 'users at any time', '100')
    .option('--dist <folder>', 'output folder', 'dist')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  supercargo release prod car-registry/frontend --replicas 10',
    )
    .action(run);
}

function run(env: string, name: string, options: ReleaseOptions): void {
  const { replicas, podStart, users } = options;
  const settings = {
    podStart: readDuration('--pod-start', podStart),
    users: readCount('--users', users),
    ...(replicas !== undefined && { replicas: readCount('--replicas', replicas) }),
  };
  const { rollout, ...found } = findRollout(readOutput(options.dist), env, name, options.dist);
  const settled = { ...found, ...settings };
  const problems = checkSimulation(rollout, settled);
  if (problems.length > 0) throw new UserError(problems.map(formatProblem).join('\n'));
  const simulation = playRelease(rollout, settled);
  const text = options.json ? JSON.stringify(simulation, undefined, 2) : timeline(simulation);
  process.stdout.write(`${text}\n`);
}

function readCount(option: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UserError(formatProblem(wrongValue(option, text, 'a whole number from 1')));
}

function readDuration(option: string, text: string): Duration {
  const seconds = findSeconds(text);
  if (seconds !== undefined) return `${seconds}s`;
  throw new UserError(formatProblem(wrongValue(option, text, "a duration: '30s', '2m'")));
}
