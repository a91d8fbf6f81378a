import { Command } from 'commander';
import { readOutput } from '../manifests';
import { UserError } from '../user-error';
import { addressesAsked, readQuestion } from './question';
import { type AccessReport, changeReport, environmentReport, questionReport } from './report';
import { type AccessView, addressesIn, readEarlierView, readView } from './view';

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
    .argument('[from]', "who calls: 'frontend', 'shop-prod/frontend', '203.0.113.7'")
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

Environments are judged as if all shared one cluster. NetworkPolicies, Istio's AuthorizationPolicies and,
as far as a NetworkPolicy could say the same, CiliumNetworkPolicies count. A port with a question mark is open under conditions.`,
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
  const output = readOutput(options.dist);
  const old = options.from === undefined ? undefined : readOutput(options.dist, options.from);
  // Both times have to tell the same addresses apart, or one of them would show more.
  const addresses = [
    ...addressesAsked(from, to),
    ...[output, old].flatMap((one) => (one === undefined ? [] : addressesIn(one, env))),
  ];
  const now = readView(output, env, options.dist, addresses);
  const before = old && readEarlierView(old, env, addresses);
  if (from === undefined || to === undefined)
    return before === undefined ? environmentReport(now) : changeReport(before, now);
  const asked = questionReport(now, readQuestion(now, from, to));
  if (before === undefined) return asked;
  const earlier = earlierReport(before, from, to);
  return {
    lines: [`at ${options.from}:`, ...earlier.lines, 'now:', ...asked.lines],
    json: { before: earlier.json, now: asked.json },
  };
}

/** Who is asked about may not have been there. */
function earlierReport(before: AccessView, from: string, to: string): AccessReport {
  try {
    return questionReport(before, readQuestion(before, from, to));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [line = ''] = error.message.split('\n');
    return { lines: [line], json: null };
  }
}
