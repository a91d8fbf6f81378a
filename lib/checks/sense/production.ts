import { type Fields, fieldsOf, itemsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { type Finding, findingOf } from '../finding';
import type { Objects } from '../objects';
import { type CheckContext, rules } from '../rule';
import { findNumber, servedPods, type Workload, workloadsIn } from './workloads';

/** What is fine elsewhere, and not in production. Which environment is one, plain YAML doesn't say. */
export const production = rules(
  'sense',
  {
    'canary-without-analysis': [
      'warning',
      'nothing judges the new version of a canary in production',
    ],
    'canary-without-routing': [
      'warning',
      'a canary in production has shares of requests that its pods cannot show',
    ],
    'one-replica': ['warning', 'one pod alone serves others in production'],
  },
  {
    check: (objects, context) => {
      const isProduction = productionOf(context);
      return workloadsIn(objects)
        .filter(({ entry }) => isProduction(entry))
        .flatMap((workload) => [...checkCanary(workload), ...checkAlone(objects, workload)]);
    },
  },
);

function productionOf({ environments }: CheckContext): (entry: ManifestEntry) => boolean {
  const paths = new Set(
    environments.filter(({ isProduction }) => isProduction).map(({ path }) => path),
  );
  return ({ origin }) => paths.has(origin.split('/', 1)[0] ?? '');
}

function checkCanary({ entry, fixed, autoscaler }: Workload): readonly Finding[] {
  const { canary } = fieldsOf(fieldsOf(entry.manifest.spec).strategy);
  if (entry.manifest.kind !== 'Rollout' || canary === undefined) return [];
  const { steps, analysis, trafficRouting } = fieldsOf(canary);
  const all = itemsOf(steps).map(fieldsOf);
  const warn = (id: string, message: string) =>
    findingOf(id, entry, { field: 'spec.strategy.canary', message }, 'warning');
  const findings: Finding[] = [];
  if (analysis === undefined && !all.some(isJudged))
    findings.push(
      warn(
        'canary-without-analysis',
        'has no analysis, so a new version goes to all, however it does: add one, or a pause without duration',
      ),
    );
  if (trafficRouting === undefined) {
    const pods = autoscaler === undefined ? (fixed ?? 1) : undefined;
    const weight = all
      .map(({ setWeight }) => findNumber(setWeight))
      .find((one) => one !== undefined && !isShown(one, pods));
    if (weight !== undefined)
      findings.push(
        warn(
          'canary-without-routing',
          `has no trafficRouting, so ${weight} % is as many of ${pods ?? 'all'} pod${pods === 1 ? '' : 's'} as come next: route by weight, or take shares that the pods show`,
        ),
      );
  }
  return findings;
}

/** Whether somebody or something looks at the new version: an analysis, or whoever resumes. */
function isJudged({ analysis, experiment, pause }: Fields): boolean {
  if (analysis !== undefined) return true;
  if (itemsOf(fieldsOf(experiment).analyses).length > 0) return true;
  return pause !== undefined && (fieldsOf(pause).duration ?? undefined) === undefined;
}

/** Whether a share of requests is a whole number of pods. */
function isShown(weight: number, pods: number | undefined): boolean {
  if (weight === 0 || weight === 100) return true;
  return pods !== undefined && (weight * pods) % 100 === 0;
}

function checkAlone(objects: Objects, { entry, pods, least }: Workload): readonly Finding[] {
  if (least !== 1 || !servedPods(objects).has(pods)) return [];
  const spec = fieldsOf(entry.manifest.spec);
  // Of what must not run twice, the strategy says so; a volume for one pod says it, too.
  if (fieldsOf(spec.strategy).type === 'Recreate') return [];
  if (itemsOf(spec.volumeClaimTemplates).length > 0) return [];
  if (itemsOf(pods?.template.spec.volumes).some((one) => fieldsOf(one).persistentVolumeClaim))
    return [];
  const message =
    'has one pod, so its Service has none while that moves to another node: allowed two or more';
  return [findingOf('one-replica', entry, { field: 'spec.replicas', message }, 'warning')];
}
