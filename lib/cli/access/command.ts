import { Command } from 'commander';
import { readOutput } from '../manifests';
import { readQuestion } from './question';
import { type AccessReport, changeReport, environmentReport, questionReport } from './report';
import { readEarlierView, readView } from './view';

interface AccessOptions {
  readonly dist: string;
  readonly from?: string;
  readonly json?: true;
}

/** `supercargo access ENV [FROM TO]` */
export function accessCommand(): Command {
  return new Command('access')
    .summary('who may call whom in an environment')
    .description(
      'Who may open which port of whom in an environment, by the policies in the output folder: all pairs ' +
        'as a matrix, or one pair with the policies that decide it.',
    )
    .argument('<env>', 'environment: a folder in the output folder')
    .argument('[from]', "who calls: 'frontend', 'shop-prod/frontend'")
    .argument('[to]', "what is called: 'cartservice', 'cartservice:7070'")
    .option('--from <revision>', 'tell what is opened and closed since a revision of git')
    .option('--dist <folder>', 'output folder', 'dist')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  supercargo access prod
  supercargo access prod frontend cartservice:7070
  supercargo access prod --from origin/main

Environments are judged as if all shared one cluster. NetworkPolicies and Istio's AuthorizationPolicies
count; CiliumNetworkPolicies aren't evaluated. A port with a question mark is open under conditions.`,
    )
    .action(
      (
        env: string,
        from: string | undefined,
        to: string | undefined,
        options: AccessOptions,
        command: Command,
      ) => {
        if (from !== undefined && to === undefined)
          command.error(`error: '${from}' calls whom? Add it: ${from} cartservice:7070`);
        const { lines, json } = report(env, from, to, options);
        process.stdout.write(
          `${options.json ? JSON.stringify(json, undefined, 2) : lines.join('\n')}\n`,
        );
      },
    );
}

function report(
  env: string,
  from: string | undefined,
  to: string | undefined,
  options: AccessOptions,
): AccessReport {
  const now = readView(readOutput(options.dist), env, options.dist);
  const before =
    options.from === undefined
      ? undefined
      : readEarlierView(readOutput(options.dist, options.from), env);
  if (from === undefined || to === undefined)
    return before === undefined ? environmentReport(now) : changeReport(before, now);
  const asked = questionReport(now, readQuestion(now, from, to));
  if (before === undefined) return asked;
  const earlier = questionReport(before, readQuestion(before, from, to));
  return {
    lines: [`at ${options.from}:`, ...earlier.lines, 'now:', ...asked.lines],
    json: { before: earlier.json, now: asked.json },
  };
}
