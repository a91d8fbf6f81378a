import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { createAnalysisAccess, findAnalysisMesh } from '../access/analysis';
import { Environment } from '../environment/environment';
import { createObject } from '../manifest/manifest-object';
import { reportProblems } from '../problem/report';
import { plainProps } from '../shape/check';
import { idIn } from '../shape/place';
import { type ExperimentProps, planExperiment } from './experiment';
import { accessOfExperiment, templatesOfExperiment } from './experiment-access';
import { checkExperiment } from './experiment-check';
import { planAnalysisTemplate } from './plan';

/**
 * Several kinds of pods that run side by side for some time, and analyses of them. The construct's id is
 * the Experiment's name. Mistakes don't throw: they are reported when the tree is synthesized.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/experiment/
 */
export class Experiment<const Name extends string = string> extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: ExperimentProps<Name>) {
    super(scope, idIn('Experiment', scope, name));
    const props = plainProps('Experiment', given);
    this.name = name;
    const problems = checkExperiment(name, props);
    reportProblems(this, problems);
    if (problems.length > 0) return;
    const { namespace } = Chart.of(this);
    const mesh = findAnalysisMesh(Environment.find(this)?.spec);
    const manifest = planExperiment(name, props, { namespace });
    this.object = createObject(this, manifest);
    for (const template of templatesOfExperiment(props))
      createObject(this, planAnalysisTemplate(template, { namespace, mesh }));
    createAnalysisAccess(this, accessOfExperiment(name, props, mesh));
  }
}
