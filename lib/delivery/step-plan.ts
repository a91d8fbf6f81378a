import type { RolloutSpecStrategyCanarySteps } from '../../imports/argo-rollouts-argoproj.io';
import type { Wire } from '../manifest/wire';
import type { RolloutContext } from './context';
import { secondsOf } from './options';
import { nonEmpty, planArguments, planReleaseAnalysis, planTemplate } from './release-analysis';
import type {
  ExperimentStepOptions,
  ExperimentStepTemplate,
  HeaderMatch,
  Step,
  TextMatch,
} from './step';

/** A step in Argo Rollouts' words. */
export function planStep(
  step: Step,
  context: RolloutContext,
): Wire<RolloutSpecStrategyCanarySteps> {
  switch (step.kind) {
    case 'setWeight':
      return { setWeight: step.weight };
    case 'pause':
      return { pause: { duration: step.duration } };
    case 'setCanaryScale':
      return { setCanaryScale: step.scale };
    case 'setHeaderRoute':
      return {
        setHeaderRoute: { name: step.name, match: nonEmpty(step.match.map(planHeader)) },
      };
    case 'setMirrorRoute':
      return {
        setMirrorRoute: {
          name: step.name,
          percentage: step.percentage,
          match: nonEmpty(step.match),
        },
      };
    case 'analysis':
      return { analysis: planReleaseAnalysis(step.analysis, context) };
    case 'experiment':
      return { experiment: planExperiment(step.experiment, context) };
    case 'plugin':
      return { plugin: { name: step.name, config: step.config } };
  }
}

function planHeader({ header, ...value }: HeaderMatch): {
  headerName: string;
  headerValue: TextMatch;
} {
  return { headerName: header, headerValue: value };
}

function planExperiment(experiment: ExperimentStepOptions, context: RolloutContext) {
  const { templates, analyses = {}, dryRun = [] } = experiment;
  return {
    duration: experiment.duration,
    templates: Object.entries(templates).map(planExperimentTemplate),
    analyses: nonEmpty(
      Object.entries(analyses).map(([name, { template, args, requiredForCompletion }]) => {
        const planned = planTemplate(template, context, 'experiment-step');
        return {
          name,
          templateName: planned.name,
          clusterScope: planned.clusterScope,
          requiredForCompletion,
          args: planArguments({ ...planned.args, ...args }),
        };
      }),
    ),
    dryRun: nonEmpty(dryRun.map((metricName) => ({ metricName }))),
    scaleDownDelaySeconds: secondsOf(experiment.scaleDownDelay),
    analysisRunMetadata: experiment.metadata,
  };
}

function planExperimentTemplate([name, template]: readonly [string, ExperimentStepTemplate]) {
  const { selector, service } = template;
  return {
    name,
    specRef: template.specRef,
    replicas: template.replicas,
    weight: template.weight,
    service: service === true ? {} : service,
    metadata: template.metadata,
    selector: selector && { matchLabels: selector },
  };
}
