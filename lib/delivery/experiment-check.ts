import { checkDuration } from '../kubernetes/duration';
import { checkDnsLabel, checkServiceName } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import { checkCount } from './options';
import { checkArguments, checkMetadata, checkTemplateUse } from './release-analysis';
import type { Router } from './router';
import type { ExperimentStepOptions, ExperimentStepTemplate } from './step';

/** Checks that an experiment has pods, and an end. */
export function checkExperiment(
  field: string,
  experiment: ExperimentStepOptions,
  router: Router | undefined,
): readonly Problem[] {
  const { templates, analyses = {}, duration } = experiment;
  return [
    ...(Object.keys(templates).length === 0
      ? [{ field: `${field}.templates`, message: 'is empty: name at least one template' }]
      : []),
    ...Object.entries(templates).flatMap(([name, template]) => [
      ...checkDnsLabel(`${field}.templates`, name),
      ...checkExperimentTemplate(`${field}.templates.${name}`, template, router),
    ]),
    ...checkTotalWeight(`${field}.templates`, experiment),
    ...Object.entries(analyses).flatMap(([name, { template, args }]) => [
      ...checkDnsLabel(`${field}.analyses`, name),
      ...checkTemplateUse(`${field}.analyses.${name}.template`, template, 'experiment-step'),
      ...checkArguments(`${field}.analyses.${name}.args`, args),
    ]),
    ...(duration === undefined &&
    !Object.values(analyses).some(({ requiredForCompletion }) => requiredForCompletion === true)
      ? [
          {
            field: `${field}.duration`,
            message: 'is missing, and no analysis is requiredForCompletion: it would never end',
          },
        ]
      : []),
    ...checkDuration(`${field}.duration`, duration, 1),
    ...checkDuration(`${field}.scaleDownDelay`, experiment.scaleDownDelay),
    ...checkMetadata(`${field}.metadata`, experiment.metadata),
  ];
}

function checkExperimentTemplate(
  field: string,
  { replicas, weight, service, metadata }: ExperimentStepTemplate,
  router: Router | undefined,
): readonly Problem[] {
  return [
    ...checkCount(`${field}.replicas`, replicas, 0),
    ...(typeof service === 'object' ? checkServiceName(`${field}.service.name`, service.name) : []),
    ...checkMetadata(`${field}.metadata`, metadata),
    ...(weight === undefined || (Number.isInteger(weight) && weight >= 1 && weight <= 100)
      ? []
      : [wrongValue(`${field}.weight`, weight, 'a whole number from 1 to 100')]),
    ...(weight === undefined || router?.supports.experimentWeight === true
      ? []
      : [
          {
            field: `${field}.weight`,
            message: `needs a router that can send traffic to experiments${
              router === undefined ? '' : `, which ${router.kind} can't`
            }: leave it out`,
          },
        ]),
  ];
}

function checkTotalWeight(field: string, { templates }: ExperimentStepOptions): readonly Problem[] {
  const total = Object.values(templates).reduce((sum, { weight = 0 }) => sum + weight, 0);
  return total <= 100 ? [] : [wrongValue(field, total, 'weights of 100 at most together')];
}
