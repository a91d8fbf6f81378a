import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type AnalysisMesh, createAnalysisAccess, findAnalysisMesh } from '../access/analysis';
import type { Endpoint } from '../endpoint/endpoint';
import { Environment } from '../environment/environment';
import { ManifestObject } from '../manifest/manifest-object';
import { freeId, reportProblems } from '../problem/report';
import { plainProps } from '../shape/check';
import { idIn } from '../shape/place';
import type { ArgumentSpecs, UseParameters } from './arguments';
import { checkAnalysisTemplate } from './check';
import { accessOfTemplate, withCalls } from './job-pods';
import { planAnalysisTemplate } from './plan';
import type { AnalysisTemplateProps, AnalysisUse, TemplateData } from './spec';
import { type AllArgs, type Template, templateData, withUse } from './template';

/**
 * An AnalysisTemplate: what is measured during a release, and what counts as good. The construct's id is
 * its name. Mistakes don't throw: they are reported when the tree is synthesized.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/analysis/
 */
export class AnalysisTemplate<
  A extends ArgumentSpecs = {},
  const T extends readonly TemplateData[] = readonly [],
> extends Construct {
  /** The template as a value. */
  readonly template: Template<AllArgs<A, T>>;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;
  private readonly added: Endpoint[] = [];

  constructor(scope: Construct, name: string, given: AnalysisTemplateProps<A, T>) {
    super(scope, idIn('AnalysisTemplate', scope, name));
    const props = plainProps('AnalysisTemplate', given);
    this.template = madeHere(templateData('AnalysisTemplate', { ...props, name }));
    this.object = createTemplate(this, this.template, this.added);
    this.allowCalls();
  }

  /** Adds calls of its Jobs to what is created after it, as what is released by it has to be. */
  addCalls(...endpoints: readonly Endpoint[]): void {
    this.added.push(...endpoints);
    this.allowCalls();
  }

  /** A use of it. A missing or unknown argument doesn't compile. */
  use(...values: UseParameters<AllArgs<A, T>>): AnalysisUse {
    return this.template.use(...values);
  }

  private allowCalls(): void {
    if (this.object === undefined) return;
    const template = withCalls<TemplateData>(this.template, this.added);
    createAnalysisAccess(this, [accessOfTemplate(template, meshAround(this))]);
  }
}

/** An AnalysisTemplate for all namespaces. The construct's id is its name. */
export class ClusterAnalysisTemplate<
  A extends ArgumentSpecs = {},
  const T extends readonly TemplateData[] = readonly [],
> extends Construct {
  /** The template as a value. */
  readonly template: Template<AllArgs<A, T>>;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: AnalysisTemplateProps<A, T>) {
    super(scope, idIn('ClusterAnalysisTemplate', scope, name));
    const props = plainProps('ClusterAnalysisTemplate', given);
    this.template = madeHere(templateData('ClusterAnalysisTemplate', { ...props, name }));
    this.object = createTemplate(this, this.template);
  }

  /** A use of it. A missing or unknown argument doesn't compile. */
  use(...values: UseParameters<AllArgs<A, T>>): AnalysisUse {
    return this.template.use(...values);
  }
}

/** Whoever uses it needn't make the object. */
function madeHere<A extends ArgumentSpecs>(data: TemplateData): Template<A> {
  return withUse<A>({ ...data, comesWithUse: false });
}

/** The object of a template; nothing when it is wrong. @param added - calls that come later */
function createTemplate(
  scope: Construct,
  template: TemplateData,
  added: readonly Endpoint[] = [],
): ApiObject | undefined {
  const problems = checkAnalysisTemplate(template);
  reportProblems(scope, problems);
  if (problems.length > 0) return undefined;
  const { namespace } = Chart.of(scope);
  const context = { namespace, mesh: meshAround(scope) };
  const manifest = planAnalysisTemplate(template, context);
  return new ManifestObject(scope, freeId(scope, `${manifest.kind}-${template.name}`), manifest, {
    spec: () => planAnalysisTemplate(withCalls(template, added), context).spec,
  });
}

function meshAround(construct: Construct): AnalysisMesh | undefined {
  return findAnalysisMesh(Environment.find(construct)?.spec);
}
