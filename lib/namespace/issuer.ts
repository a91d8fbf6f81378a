import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { openAcmeSolvers } from '../access/acme-solvers';
import { judgeProps, plainProps } from '../shape/check';
import { idIn } from '../shape/place';
import { answersAtHosts, checkIssuer, type IssuerProps, planIssuer } from '../traffic/issuer';
import { createChecked } from '../traffic/object';

/**
 * Who issues certificates for a namespace: cert-manager's Issuer. Where hosts are proven by an answer at the host
 * itself, the gateway is let in to the pods that answer. Mistakes don't throw: they are reported when the tree is
 * synthesized.
 * @see https://cert-manager.io/docs/configuration/issuers/
 */
export class Issuer extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: IssuerProps) {
    super(scope, idIn('Issuer', scope, name, 'Issuer'));
    const props = plainProps('Issuer', given);
    this.name = name;
    this.object = createChecked(
      this,
      judgeProps('Issuer', props, () => checkIssuer(name, props)),
      () => planIssuer('Issuer', name, props),
    );
    if (this.object !== undefined && answersAtHosts(props)) openAcmeSolvers(this);
  }
}

/**
 * Who issues certificates for all namespaces: cert-manager's ClusterIssuer, which an environment has to allow
 * in `sync.clusterKinds`. Where hosts are proven by an answer at the host itself, systems that ask it for
 * certificates need `openAcmeSolvers()`.
 */
export class ClusterIssuer extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: IssuerProps) {
    super(scope, idIn('ClusterIssuer', scope, name, 'ClusterIssuer'));
    const props = plainProps('ClusterIssuer', given);
    this.name = name;
    this.object = createChecked(
      this,
      judgeProps('ClusterIssuer', props, () => checkIssuer(name, props)),
      () => planIssuer('ClusterIssuer', name, props),
    );
  }
}
