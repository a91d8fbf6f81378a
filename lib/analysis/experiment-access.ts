import type { AnalysisAccess, AnalysisMesh, AnalysisPods } from '../access/analysis';
import { experimentPodName } from '../manifest/pod-template';
import { analysesOf, type ExperimentPods, type ExperimentProps } from './experiment';
import { accessOfUse, accountOf, endpointsOfPod } from './job-pods';
import type { TemplateData } from './spec';
import { templatesToCreate } from './use';

/** The templates that an experiment's user has to make, each once. */
export function templatesOfExperiment<Name extends string>(
  props: ExperimentProps<Name>,
): readonly TemplateData[] {
  return [...new Set(usedTemplates(props).flatMap(templatesToCreate))];
}

/** What an experiment's pods, and its analyses, need to reach. */
export function accessOfExperiment<Name extends string>(
  experiment: string,
  props: ExperimentProps<Name>,
  mesh: AnalysisMesh | undefined,
): readonly AnalysisAccess[] {
  const templates = Object.entries<ExperimentPods>(props.templates);
  const pods = templates.map(([key, template]) => planExperimentPods(experiment, key, template));
  return [
    { pods, asked: [], shared: false },
    ...usedTemplates(props).flatMap((template) => accessOfUse(template, mesh)),
  ];
}

/** One kind of an experiment's pods, as others see them. */
export function planExperimentPods(
  experiment: string,
  key: string,
  { container, pod, serviceAccount, mountToken }: ExperimentPods,
): AnalysisPods {
  const name = experimentPodName(experiment, key);
  const calls = endpointsOfPod(container, pod);
  return {
    name,
    ...accountOf(name, serviceAccount, calls),
    callsApi: mountToken === true,
    inMesh: true,
    calls,
    component: 'experiment',
  };
}

function usedTemplates<Name extends string>(props: ExperimentProps<Name>): readonly TemplateData[] {
  return [...new Set(analysesOf(props).map(({ analysis }) => analysis.template))];
}
