import { App } from 'cdk8s';
import { closedApi } from '../../lib/config-repo/closed-api';
import { ConfigRepo } from '../../lib/config-repo/config-repo';
import type { AccessSpec } from '../../lib/environment/access';
import { defineEnvironment, defineEnvironments } from '../../lib/environment/define';
import { Environment } from '../../lib/environment/environment';
import { Microservice } from '../../lib/microservice/microservice';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { System } from '../../lib/system/system';
import { qaSpec } from '../environment/specs';
import { least } from '../microservice/chart';

const GRANTS = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }] as const;
const WARNING =
  "[qa/shop/leader] uses the Kubernetes API, which NetworkPolicies close to it: name the addresses that 'kubectl get endpointslices kubernetes' lists in access.apiServer of environment 'qa'";

function told(access: AccessSpec, props: Partial<MicroserviceProps> = { grants: GRANTS }) {
  const environment = new Environment(new App(), qaSpec({ access, mesh: { kind: 'istio' } }));
  new Microservice(new System(environment, 'shop'), 'leader', { ...least, ...props });
  return closedApi(environment);
}

test.each<[AccessSpec, Partial<MicroserviceProps>]>([
  [{}, { grants: GRANTS }],
  [{ dialects: ['kubernetes', 'istio'] }, { grants: GRANTS }],
  [{}, { serviceAccount: { existing: 'operator', mountToken: true } }],
])('in %j, %j is warned of', (access, props) => {
  expect(told(access, props)).toEqual([WARNING]);
});

test.each<[AccessSpec, Partial<MicroserviceProps>]>([
  [{}, {}],
  [{ apiServer: { cidrs: ['10.0.0.1/32'] } }, { grants: GRANTS }],
  [{ dialects: ['istio'] }, { grants: GRANTS }],
  [{ dialects: ['cilium'] }, { grants: GRANTS }],
  [{ dialects: ['kubernetes', 'cilium'] }, { grants: GRANTS }],
])('in %j, %j is as it should be', (access, props) => {
  expect(told(access, props)).toEqual([]);
});

test.each([
  [2, 'qa/shop/a, qa/shop/b'],
  [3, 'qa/shop/a, qa/shop/b, qa/shop/c'],
  [5, 'qa/shop/a, qa/shop/b, qa/shop/c and 2 more'],
])('%i that one change mends are told in one line', (count, names) => {
  const environment = new Environment(new App(), qaSpec({}));
  const shop = new System(environment, 'shop');
  for (const name of ['a', 'b', 'c', 'd', 'e'].slice(0, count))
    new Microservice(shop, name, { ...least, grants: GRANTS });
  expect(closedApi(environment)).toEqual([
    `[qa] ${count} workloads use the Kubernetes API, which NetworkPolicies close to them (${names}): name the addresses that 'kubectl get endpointslices kubernetes' lists in access.apiServer of environment 'qa'`,
  ]);
});

test('a synthesis warns, and goes on', () => {
  class Shop extends System {
    constructor(environment: Environment) {
      super(environment, 'shop');
      new Microservice(this, 'leader', { ...least, grants: GRANTS });
    }
  }
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/shop.git',
    environments: defineEnvironments(defineEnvironment(qaSpec({}))),
  });
  repo.deploy(Shop);
  const { problems, warnings } = repo.synthesize();
  expect(problems).toEqual([]);
  expect(warnings).toContain(WARNING);
});
