import { checkDuration, findSeconds } from '../kubernetes/duration';
import { checkImage } from '../kubernetes/image';
import {
  checkAnnotations,
  checkDnsLabel,
  checkLabels,
  checkServiceName,
} from '../kubernetes/names';
import { fieldsOf, isFields } from '../manifest/fields';
import { experimentPodName } from '../manifest/pod-template';
import { checkPod } from '../pod/check';
import { type Problem, wrongValue } from '../problem/problem';
import { checkShape, judge } from '../shape/check';
import { checkPatterns, checkWhole } from './check';
import {
  analysesGivenBy,
  analysesOf,
  type ExperimentPods,
  type ExperimentProps,
} from './experiment';
import type { UseData } from './spec';
import { checkUses, endlessMetrics } from './use-check';

const DEFAULT_DEADLINE = '10m';

/** Checks an Experiment, whose mistakes its controller tells only after a sync. */
export function checkExperiment<Name extends string>(
  name: string,
  props: ExperimentProps<Name>,
): readonly Problem[] {
  return judge({ problems: checkShape('ExperimentProps', '', props) }, () => {
    const misshapen = checkGivenUses('analyses', analysesGivenBy(props));
    return misshapen.length > 0 ? misshapen : checkValues(name, props);
  });
}

/** What only the function's result can tell. */
function checkGivenUses(field: string, analyses: unknown): readonly Problem[] {
  if (!isFields(analyses)) return [wrongValue(field, analyses, 'analyses by name: { ... }')];
  return Object.entries(analyses).flatMap(([name, use]) =>
    isUse(use) || isUse(fieldsOf(use).analysis)
      ? []
      : [wrongValue(`${field}.${name}`, use, 'what use() gives, or { analysis: ... } with it')],
  );
}

function isUse(value: unknown): boolean {
  return fieldsOf(value).kind === 'analysis-use';
}

function checkValues<Name extends string>(
  name: string,
  props: ExperimentProps<Name>,
): readonly Problem[] {
  const templates = Object.entries<ExperimentPods>(props.templates);
  const metadata = props.analysisRunMetadata;
  return [
    ...checkDnsLabel('name', name),
    ...(templates.length === 0 ? [wrongValue('templates', {}, 'at least one template')] : []),
    ...templates.flatMap(([key, template]) => checkTemplate(name, key, template, props)),
    ...checkDuration('duration', props.duration, 1),
    ...checkDuration('progressDeadline', props.progressDeadline, 1),
    ...checkDuration('scaleDownDelay', props.scaleDownDelay),
    ...checkAnalyses(props),
    ...checkLabels('analysisRunMetadata.labels', metadata?.labels ?? {}),
    ...checkAnnotations('analysisRunMetadata.annotations', metadata?.annotations ?? {}),
    ...checkLabels('labels', props.labels ?? {}),
    ...checkAnnotations('annotations', props.annotations ?? {}),
  ];
}

function checkTemplate(
  experiment: string,
  name: string,
  template: ExperimentPods,
  { progressDeadline = DEFAULT_DEADLINE }: Pick<ExperimentProps, 'progressDeadline'>,
): readonly Problem[] {
  const field = `templates.${name}`;
  const { minReady, service } = template;
  const ready = minReady === undefined ? 0 : (findSeconds(minReady) ?? 0);
  return [
    ...checkDnsLabel(field, name),
    ...checkDnsLabel(field, experimentPodName(experiment, name)),
    ...(template.replicas === undefined
      ? []
      : checkWhole(`${field}.replicas`, template.replicas, 1)),
    ...checkDuration(`${field}.minReady`, minReady),
    ...(ready <= (findSeconds(progressDeadline) ?? ready)
      ? []
      : [
          wrongValue(
            `${field}.minReady`,
            minReady,
            `at most the progress deadline of ${progressDeadline}`,
          ),
        ]),
    ...(typeof service === 'string' ? checkServiceName(`${field}.service`, service) : []),
    ...checkImage(`${field}.image`, template.image),
    ...checkPod(name, template.container, template.volumes, template.pod).map((problem) => ({
      ...problem,
      field: `${field}.${problem.field}`,
    })),
  ];
}

/** Checks that there are the templates whose hashes arguments have. */
function checkHashes<Name extends string>(
  field: string,
  args: UseData['args'],
  props: Pick<ExperimentProps<Name>, 'templates'>,
): readonly Problem[] {
  const names = Object.keys(props.templates);
  return Object.entries(args).flatMap(([name, value]) =>
    [...String(value).matchAll(HASH_OF)].flatMap(([, template = '']) =>
      names.includes(template)
        ? []
        : [wrongValue(`${field}.${name}`, template, `one of the templates: ${names.join(', ')}`)],
    ),
  );
}

const HASH_OF = /\{\{\s*templates\.([^{}\s]+)\.podTemplateHash\s*\}\}/g;

function checkAnalyses<Name extends string>(props: ExperimentProps<Name>): readonly Problem[] {
  const analyses = analysesOf(props);
  const patterns = Object.keys(props.measurementRetention ?? {});
  const templates = analyses.map(({ analysis }) => analysis.template);
  return [
    ...analyses.flatMap(({ name, analysis, requiredForCompletion }) => [
      ...checkDnsLabel('analyses', name),
      ...checkUses(`analyses.${name}`, [analysis], 'experiment'),
      ...checkHashes(`analyses.${name}.${analysis.template.name}.args`, analysis.args, props),
      ...(requiredForCompletion === true
        ? endlessMetrics(analysis).map((metric) => ({
            field: `analyses.${name}.${metric}`,
            message: 'has no end, and the experiment waits for it: add a count',
          }))
        : []),
    ]),
    ...(props.duration !== undefined ||
    analyses.some(({ requiredForCompletion }) => requiredForCompletion === true)
      ? []
      : [
          {
            field: 'duration',
            message: 'is missing: without it, an analysis has to be requiredForCompletion',
          },
        ]),
    ...checkPatterns('dryRun', props.dryRun ?? [], templates),
    ...checkPatterns('measurementRetention', patterns, templates),
    ...Object.entries(props.measurementRetention ?? {}).flatMap(([pattern, limit]) =>
      checkWhole(`measurementRetention.${pattern}`, limit),
    ),
  ];
}
