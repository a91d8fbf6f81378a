import { existsSync, readdirSync, statSync } from 'node:fs';
import { withClusters } from '../../checks/argocd/clusters';
import { type Report, reportOf } from '../../checks/report/report';
import type { CheckContext } from '../../checks/rule';
import { findingOfLine } from '../../checks/rules';
import { checkObjects } from '../../config-repo/check-objects';
import type { ReportAside } from '../../config-repo/report-aside';
import { DEFAULT_KUBERNETES } from '../../kubernetes/version';
import type { External } from '../../manifest/external';
import { readFile, readFolder } from '../../manifest/read-folder';
import type { YamlReading } from '../../manifest/read-yaml';
import { allowedAmong, entriesOf } from '../environments';
import { withReport } from '../synthesize';
import { UserError } from '../user-error';

/** What is wrong with a folder or a file of anyone's YAML. */
export function reportOfFolder(
  path: string,
  { kubernetes, externals }: Pick<CheckContext, 'kubernetes' | 'externals'>,
  environment?: string,
): Report {
  const { manifests: read, problems } = readPath(path);
  if (read.length + problems.length === 0)
    throw new UserError(`${path}: no objects in it: name a folder or a file of YAML or JSON`);
  const manifests = withClusters(read);
  // All of them are looked at: what an environment refers to may be beside it.
  // What can't be read isn't missing.
  const { findings, waived } = checkObjects(manifests, { kubernetes, externals, told: problems });
  const unreadable = problems.map((line) => findingOfLine('unreadable-yaml', line));
  const report = reportOf({ findings: [...unreadable, ...findings], waived }, manifests);
  if (environment === undefined) return report;
  entriesOf(manifests, environment, path);
  return partOf(report, ({ file }) => file?.startsWith(`${environment}/`) ?? false);
}

/** The folder that a report's files are in: none for a single file, which is named as a whole. */
export function baseOf(path: string): string {
  return statSync(path).isDirectory() ? path.replace(/\/+$/, '') : '';
}

/** What is wrong with the sources of the config repo here. */
export function reportOfSources(
  dist: string,
  externals: readonly External[],
  environment?: string,
): Report {
  return withReport(dist, (lines, folder) => {
    const asides = lines.map(readAside);
    if (asides.length === 0) {
      if (!existsSync(folder) || readdirSync(folder).length === 0)
        throw new UserError(
          'the app wrote nothing: has it a ConfigRepo, and does it call synth()?',
        );
      const known = { kubernetes: DEFAULT_KUBERNETES, externals };
      return reportOfFolder(folder, known, environment);
    }
    const report = {
      findings: asides.flatMap(({ report }) => report.findings),
      waived: asides.flatMap(({ report }) => report.waived),
    };
    if (environment === undefined) return report;
    const known = asides.flatMap(({ environments }) => environments);
    if (!known.includes(environment))
      throw new UserError(
        `there is no environment '${environment}', ${allowedAmong(environment, known)}`,
      );
    return partOf(report, ({ construct, file }) =>
      [construct, file].some((path) => path === environment || path?.startsWith(`${environment}/`)),
    );
  });
}

function readAside(line: string): ReportAside {
  const aside: ReportAside = JSON.parse(line);
  return aside;
}

function partOf(
  { findings, waived }: Report,
  isIn: (finding: Report['findings'][number]) => boolean,
): Report {
  return { findings: findings.filter(isIn), waived: waived.filter(isIn) };
}

function readPath(path: string): YamlReading {
  if (!existsSync(path)) throw new UserError(`${path}: there is no such folder or file`);
  if (statSync(path).isDirectory()) return readFolder(path);
  return readFile(path, path);
}
