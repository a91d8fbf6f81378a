import { type Fields, fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { type Finding, findingOf } from '../finding';
import { type Around, specOf } from './around';
import type { RolloutEntry } from './rollout';

/** Templates that run together, and what they are given. */
interface Use {
  /** `spec.strategy.canary.steps[1].analysis` */
  readonly field: string;
  /** Items of `templates`, or of an experiment's `analyses`. */
  readonly templates: readonly Fields[];
  readonly args: readonly Fields[];
}

/** Checks that the templates that Rollouts name are there, fit together, and get all their arguments. */
export function checkAnalyses(
  rollouts: readonly RolloutEntry[],
  around: Around,
): readonly Finding[] {
  return rollouts.flatMap(({ entry, canary, blueGreen }) =>
    [...usesOfCanary(canary), ...usesOfBlueGreen(blueGreen)].flatMap((use) =>
      checkUse(entry, use, around),
    ),
  );
}

function usesOfCanary(canary: Fields | undefined): readonly Use[] {
  if (canary === undefined) return [];
  const path = 'spec.strategy.canary';
  return [
    ...useOf(`${path}.analysis`, canary.analysis),
    ...itemsOf(canary.steps).flatMap((item, index) => {
      const { analysis, experiment } = fieldsOf(item);
      const place = `${path}.steps[${index}]`;
      return [
        ...useOf(`${place}.analysis`, analysis),
        ...itemsOf(fieldsOf(experiment).analyses).map((one, number) => ({
          field: `${place}.experiment.analyses[${number}]`,
          templates: [fieldsOf(one)],
          args: itemsOf(fieldsOf(one).args).map(fieldsOf),
        })),
      ];
    }),
  ];
}

function usesOfBlueGreen(blueGreen: Fields | undefined): readonly Use[] {
  return ['prePromotionAnalysis', 'postPromotionAnalysis'].flatMap((key) =>
    useOf(`spec.strategy.blueGreen.${key}`, blueGreen?.[key]),
  );
}

function useOf(field: string, analysis: unknown): readonly Use[] {
  if (analysis === undefined) return [];
  const { templates, args } = fieldsOf(analysis);
  return [
    { field, templates: itemsOf(templates).map(fieldsOf), args: itemsOf(args).map(fieldsOf) },
  ];
}

function checkUse(entry: ManifestEntry, use: Use, around: Around): readonly Finding[] {
  const { field, templates, args } = use;
  const missing = templates.filter((one) => findTemplate(entry, one, around) === undefined);
  const found = templates.flatMap((template) => {
    const one = findTemplate(entry, template, around);
    return one === undefined ? [] : withNested(one, around);
  });
  const given = new Set(args.map(({ name }) => name));
  return [
    ...missing.flatMap((template) => missingTemplate(entry, field, template, around)),
    // Of what isn't here, nobody knows which arguments it has a value for.
    ...(missing.length > 0 ? [] : checkArguments(entry, field, found, given)),
    ...checkMetrics(entry, field, found),
  ];
}

function findTemplate(
  beside: ManifestEntry,
  { templateName, clusterScope }: Fields,
  around: Around,
): ManifestEntry | undefined {
  const kind = clusterScope === true ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate';
  return around.find(beside, kind, findText(templateName) ?? '');
}

function missingTemplate(
  entry: ManifestEntry,
  field: string,
  { templateName, clusterScope }: Fields,
  around: Around,
): readonly Finding[] {
  const kind = clusterScope === true ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate';
  // The schema tells what is no name.
  if (typeof templateName !== 'string' || around.isOutside(entry, kind, templateName)) return [];
  const message = `there is no ${kind} '${templateName}' among these objects: without it each release stops here`;
  return [findingOf('missing-analysis-template', entry, { field, message }, 'warning')];
}

/** A template, and those that it names, each once. */
function withNested(template: ManifestEntry, around: Around): readonly ManifestEntry[] {
  const all = new Set([template]);
  for (const one of all)
    for (const item of itemsOf(specOf(one).templates)) {
      const nested = findTemplate(one, fieldsOf(item), around);
      if (nested !== undefined) all.add(nested);
    }
  return [...all];
}

/** A value in one of the templates is one for all. */
function checkArguments(
  entry: ManifestEntry,
  field: string,
  templates: readonly ManifestEntry[],
  given: ReadonlySet<unknown>,
): readonly Finding[] {
  const args = templates.flatMap((template) =>
    itemsOf(specOf(template).args).map((item) => ({ ...fieldsOf(item), template })),
  );
  const valued = new Set(
    args.flatMap(({ name, value, valueFrom }: Fields) =>
      value === undefined && valueFrom === undefined ? [] : [name],
    ),
  );
  const open = new Map(args.map(({ template, ...arg }) => [fieldsOf(arg).name, template]));
  return [...open].flatMap(([name, { manifest }]) =>
    given.has(name) || valued.has(name)
      ? []
      : [
          findingOf('missing-analysis-argument', entry, {
            field: `${field}.args`,
            message: `has no '${String(name)}', for which ${manifest.kind} '${manifest.metadata.name}' has no value of its own: add it`,
          }),
        ],
  );
}

/** The controller refuses two metrics of one name in templates that run together. */
function checkMetrics(
  entry: ManifestEntry,
  field: string,
  templates: readonly ManifestEntry[],
): readonly Finding[] {
  const first = new Map<unknown, string>();
  return templates.flatMap((template) =>
    itemsOf(specOf(template).metrics).flatMap((item) => {
      const { name } = fieldsOf(item);
      const other = first.get(name);
      const own = template.manifest.metadata.name;
      if (other === undefined) {
        first.set(name, own);
        return [];
      }
      return [
        findingOf('shared-metric-name', entry, {
          field,
          message: `runs the metric '${String(name)}' of '${other}' and of '${own}' together: rename one of the two`,
        }),
      ];
    }),
  );
}
