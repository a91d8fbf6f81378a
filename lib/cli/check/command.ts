import { Command, Option } from 'commander';
import { reportInJson } from '../../checks/report/json';
import { reportInJUnit } from '../../checks/report/junit';
import { ofSeverity, type Report } from '../../checks/report/report';
import { reportInSarif } from '../../checks/report/sarif';
import { reportInText } from '../../checks/report/text';
import {
  checkKubernetesVersion,
  DEFAULT_KUBERNETES,
  minorOf,
  NEWEST_KUBERNETES,
} from '../../kubernetes/version';
import { EXTERNAL_FORMS, type External, parseExternal } from '../../manifest/external';
import { formatProblem, wrongValue } from '../../problem/problem';
import { UserError } from '../user-error';
import { baseOf, reportOfFolder, reportOfSources } from './read';
import { placesFrom } from './sarif-place';

const FORMATS = ['text', 'json', 'sarif', 'junit'] as const;

interface CheckOptions {
  readonly env?: string;
  readonly format: (typeof FORMATS)[number];
  readonly json?: true;
  readonly strict?: true;
  readonly kubernetes: string;
  readonly external?: readonly string[];
  readonly dist: string;
}

/**
 * `supercargo check [DIR]`
 * @param exit - takes the exit code
 */
export function checkCommand(exit: (code: number) => void): Command {
  return new Command('check')
    .summary('what is wrong with manifests')
    .description(
      'Runs all rules over what the sources make, or over YAML of any origin: what a cluster would ' +
        'refuse, what points at nothing, what makes no sense, what is unsafe.',
    )
    .argument('[dir]', 'folder or file of YAML or JSON (default: what the sources make)')
    .option('--env <environment>', 'this environment alone')
    .addOption(new Option('--format <format>', 'how to print it').choices(FORMATS).default('text'))
    .option('--json', 'the same as --format json')
    .option('--strict', 'fail on warnings, too')
    .option(
      '--kubernetes <version>',
      'version of the cluster, for a folder of YAML or JSON',
      DEFAULT_KUBERNETES,
    )
    .option(
      '--external <objects...>',
      'what exists outside, for a folder of YAML or JSON: v1/Secret/NAMESPACE/NAME',
    )
    .option('--dist <folder>', 'output folder of the sources', 'dist')
    .addHelpText(
      'after',
      `
Examples:
  supercargo check
  supercargo check rendered --format sarif > findings.sarif
  supercargo check deploy.yaml --strict --kubernetes 1.31
  supercargo check rendered --external v1/ConfigMap/shop/ca#ca.crt v1/ServiceAccount/shop/runner

Rules: docs/checks.md. What is meant can be allowed, with a reason: allow(construct, 'rule', 'because ...'),
or the annotation supercargo/allow.RULE: because ...

Exit codes: 0 nothing found (or warnings alone, without --strict), 1 something.`,
    )
    .action((folder: string | undefined, options: CheckOptions) => {
      const { env, kubernetes, dist, strict = false } = options;
      const externals = (options.external ?? []).map(readExternal);
      const [wrong] = checkKubernetesVersion('--kubernetes', kubernetes);
      if (wrong !== undefined) throw new UserError(formatProblem(wrong));
      if (minorOf(kubernetes) > minorOf(NEWEST_KUBERNETES))
        process.stderr.write(
          `--kubernetes: got ${kubernetes}, and what versions after ${NEWEST_KUBERNETES} remove isn't known here\n`,
        );
      const report =
        folder === undefined
          ? reportOfSources(dist, externals, env)
          : reportOfFolder(folder, { kubernetes, externals }, env);
      process.stdout.write(print(report, folder === undefined ? dist : baseOf(folder), options));
      const counting = strict ? report.findings : ofSeverity(report.findings, 'error');
      if (counting.length > 0) exit(1);
    });
}

function readExternal(text: string): External {
  const external = parseExternal(text);
  if (external !== undefined) return external;
  throw new UserError(formatProblem(wrongValue('--external', text, EXTERNAL_FORMS)));
}

function print(report: Report, folder: string, { format, json, strict }: CheckOptions): string {
  switch (json ? 'json' : format) {
    case 'json':
      return reportInJson(report);
    case 'sarif':
      return reportInSarif(report, placesFrom(folder));
    case 'junit':
      return reportInJUnit(report, strict ?? false);
    case 'text':
      return reportInText(report);
  }
}
