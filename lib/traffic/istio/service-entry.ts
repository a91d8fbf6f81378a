import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { judgeProps, plainProps } from '../../shape/check';
import { idIn } from '../../shape/place';
import { createChecked } from '../object';
import { checkServiceEntry } from './service-entry-check';
import { planServiceEntry } from './service-entry-plan';
import type { ServiceEntryProps } from './service-entry-spec';

/**
 * Istio's ServiceEntry: what is outside of the mesh, so that rules may be made for it. Its id in the tree is
 * its kind and name. Mistakes don't throw: they are reported when the tree is synthesized.
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export class ServiceEntry extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: ServiceEntryProps) {
    super(scope, idIn('ServiceEntry', scope, name, 'ServiceEntry'));
    const props = plainProps('ServiceEntry', given);
    this.name = name;
    this.object = createChecked(
      this,
      judgeProps('ServiceEntry', props, () => checkServiceEntry(name, props)),
      () => planServiceEntry(name, props),
    );
  }
}
