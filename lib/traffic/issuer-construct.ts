import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { freeId } from '../problem/report';
import { checkIssuer, type IssuerProps, planIssuer } from './issuer';
import { createObject } from './object';

/**
 * Who issues certificates for a namespace: cert-manager's Issuer. Mistakes don't throw: they are reported when
 * the tree is synthesized.
 * @see https://cert-manager.io/docs/configuration/issuers/
 */
export class Issuer extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, props: IssuerProps) {
    super(scope, freeId(scope, `Issuer-${name}`));
    this.name = name;
    this.object = createObject(this, checkIssuer(name, props), () =>
      planIssuer('Issuer', name, props),
    );
  }
}

/**
 * Who issues certificates for all namespaces: cert-manager's ClusterIssuer, which an environment has to allow
 * in `sync.clusterKinds`.
 */
export class ClusterIssuer extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, props: IssuerProps) {
    super(scope, freeId(scope, `ClusterIssuer-${name}`));
    this.name = name;
    this.object = createObject(this, checkIssuer(name, props), () =>
      planIssuer('ClusterIssuer', name, props),
    );
  }
}
