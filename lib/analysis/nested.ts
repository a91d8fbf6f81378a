import type { TemplateData } from './spec';

/** A template by its name, as upstream has it. */
export interface TemplateReference {
  readonly templateName: string;
  readonly clusterScope?: boolean;
}

/** A template by its name. */
export function referenceTo({ name, kind }: TemplateData): TemplateReference {
  return {
    templateName: name,
    ...(kind === 'ClusterAnalysisTemplate' && { clusterScope: true }),
  };
}

/** A template and all that are nested in it, each once. */
export function withNested(template: TemplateData): readonly TemplateData[] {
  const seen = new Set<TemplateData>();
  const visit = (one: TemplateData): void => {
    if (seen.has(one)) return;
    seen.add(one);
    one.templates.forEach(visit);
  };
  visit(template);
  return [...seen];
}
