import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ManifestObject } from '../manifest/manifest-object';
import { freeId, reportProblems } from '../problem/report';
import type { ArgumentSpecs, UseParameters } from './arguments';
import { checkAnalysisTemplate } from './check';
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

  constructor(scope: Construct, name: string, props: AnalysisTemplateProps<A, T>) {
    super(scope, freeId(scope, name));
    this.template = madeHere(templateData('AnalysisTemplate', { ...props, name }));
    this.object = createTemplate(this, this.template);
  }

  /** A use of it. A missing or unknown argument doesn't compile. */
  use(...values: UseParameters<AllArgs<A, T>>): AnalysisUse {
    return this.template.use(...values);
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

  constructor(scope: Construct, name: string, props: AnalysisTemplateProps<A, T>) {
    super(scope, freeId(scope, name));
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

/** The object of a template; nothing when it is wrong. */
function createTemplate(scope: Construct, template: TemplateData): ApiObject | undefined {
  const problems = checkAnalysisTemplate(template);
  reportProblems(scope, problems);
  if (problems.length > 0) return undefined;
  const { namespace } = Chart.of(scope);
  const manifest = planAnalysisTemplate(template, { namespace });
  return new ManifestObject(scope, freeId(scope, `${manifest.kind}-${template.name}`), manifest);
}
