import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { callGraph, podGroups } from '../../endpoint/call-graph';
import { isFields } from '../../manifest/fields';
import { createObject } from '../../manifest/manifest-object';
import { type Problem, wrongValue } from '../../problem/problem';
import { reportProblems } from '../../problem/report';
import { judgeProps, plainProps } from '../../shape/check';
import { idIn } from '../../shape/place';
import { checkSidecar } from './sidecar-check';
import { planSidecarOutline, planSidecarSpec, type SidecarContext } from './sidecar-plan';
import type { SidecarProps } from './sidecar-spec';

/**
 * Istio's Sidecar: tells proxies only of what their pods call, by the declared calls, which are looked up
 * when the tree is rendered. Proxies then take less memory, and less time for a change. Its id in the tree
 * is its kind and name. Mistakes don't throw: they are reported when the tree is synthesized.
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export class Sidecar extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: SidecarProps) {
    super(scope, idIn('Sidecar', scope, name, 'Sidecar'));
    const props = plainProps('Sidecar', given);
    this.name = name;
    const problems = judgeProps('Sidecar', props, () => [
      ...checkOf(props),
      ...checkSidecar(name, props),
    ]);
    reportProblems(this, problems);
    if (Construct.isConstruct(props?.of))
      this.node.addValidation({ validate: () => findStrangers(this, props) });
    if (problems.length > 0) return;
    this.object = createObject(this, planSidecarOutline(name, props), {
      spec: () => planSidecarSpec(name, props, contextOf(this, props)),
    });
  }
}

function checkOf({ of }: SidecarProps): readonly Problem[] {
  if (Construct.isConstruct(of)) return [];
  return [wrongValue('of', isFields(of) ? {} : of, 'a microservice, or a system')];
}

function contextOf(sidecar: Sidecar, { of }: SidecarProps): SidecarContext {
  const [own] = podGroups(of).filter(({ construct }) => construct === of);
  return {
    namespace: Chart.of(sidecar).namespace,
    group: own?.group.name,
    calls: callGraph(of),
  };
}

/** Pods of other namespaces, for whose proxies it can't speak, and none at all. */
function findStrangers(sidecar: Sidecar, { of }: SidecarProps): string[] {
  const { namespace } = Chart.of(sidecar);
  const groups = podGroups(of);
  if (groups.length === 0) return [`of: holds no microservice: name one, or its system`];
  const strangers = groups.filter(({ group }) => group.namespace !== namespace);
  return strangers.map(
    ({ group }) => `of: got [${group.path}], allowed microservices of the same namespace`,
  );
}
