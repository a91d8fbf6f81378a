import type { Manifest } from '../manifest/manifest';
import type { ArgumentValue } from './arguments';
import { checkAnalysisTemplate } from './check';
import { accessOfUse } from './job-pods';
import { timingOf } from './length';
import { withNested } from './nested';
import { planAnalysisTemplate, type TemplateContext } from './plan';
import type { AnalysisUse, PlannedUse, ReleaseArgument, TemplateData } from './spec';
import { checkUses } from './use-check';

/** A use of a template, with values that the compiler has seen. */
export function useOf(
  template: TemplateData,
  values: Readonly<Record<string, ArgumentValue | undefined>> = {},
): AnalysisUse {
  const given: [string, ArgumentValue][] = [];
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) given.push([name, value]);
  const data = { kind: 'analysis-use', template, args: Object.fromEntries(given) } as const;
  return {
    ...data,
    timing: timingOf(data),
    plan: (context) => planUse(data, context),
    check: (field, place) => [
      ...templatesToCreate(template).flatMap((one) =>
        checkAnalysisTemplate(one).map((problem) => ({
          ...problem,
          field: `${field}.${one.name}.${problem.field}`,
        })),
      ),
      ...checkUses(field, [data], place),
    ],
  };
}

type Use = Pick<AnalysisUse, 'template' | 'args'>;

function planUse({ template, args }: Use, context: TemplateContext): PlannedUse {
  const releaseArgs = Object.entries(args).flatMap(([name, value]) => {
    const arg = releaseArgument(value);
    return arg === undefined ? [] : [[name, arg] as const];
  });
  return {
    name: template.name,
    clusterScope: template.kind === 'ClusterAnalysisTemplate' ? true : undefined,
    args: Object.fromEntries(releaseArgs),
    manifests: planTemplates(template, context),
    access: accessOfUse(template, context.mesh),
  };
}

/** A value as a release names it; Secrets it can't name. */
function releaseArgument(value: ArgumentValue): ReleaseArgument | undefined {
  if (typeof value !== 'object') return String(value);
  switch (value.kind) {
    case 'pod-hash':
      return { podTemplateHash: value.of };
    case 'rollout-field':
      return { field: value.fieldPath };
    case 'secret-argument':
      return undefined;
  }
}

function planTemplates(template: TemplateData, context: TemplateContext): readonly Manifest[] {
  return templatesToCreate(template).map((one) => planAnalysisTemplate(one, context));
}

/** The templates whose objects the user of this one has to make, each once. */
export function templatesToCreate(template: TemplateData): readonly TemplateData[] {
  return withNested(template).filter(({ comesWithUse }) => comesWithUse);
}
