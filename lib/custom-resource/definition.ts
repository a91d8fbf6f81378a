import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ManifestObject } from '../manifest/manifest-object';
import { setOutputFile } from '../manifest/output-file';
import { reportProblems } from '../problem/report';
import { idIn } from '../shape/place';
import { checkDefinition, checkDefinitionForm, unnamedBy } from './check';
import type { DefinedResource } from './define';
import { planDefinition } from './plan';
import { definitionName } from './spec';

/**
 * The CustomResourceDefinition of a kind, in a file of its own. A cluster has one for all namespaces: where
 * several environments share a cluster, one of them brings it. Argo CD applies it before its instances.
 */
export class CustomResourceDefinition extends Construct {
  /** `nginxconfigs.example.com` */
  readonly name: string;
  /** Undefined when the definition is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, kind: Pick<DefinedResource, 'definition'>) {
    // JavaScript may hand in anything, or nothing.
    const definition = kind?.definition;
    const isNamed = unnamedBy(checkDefinitionForm(definition)).length === 0;
    const name = isNamed ? definitionName(definition) : 'unnamed';
    super(scope, idIn('CustomResourceDefinition', scope, name));
    this.name = name;
    setOutputFile(this, `${name}.yaml`);
    const problems = checkDefinition(definition);
    reportProblems(this, problems);
    if (problems.length > 0) return;
    const manifest = planDefinition(definition);
    this.object = new ManifestObject(this, manifest.kind, manifest);
  }
}
