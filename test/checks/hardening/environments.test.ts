import { ApiObject, Chart } from 'cdk8s';
import { ConfigRepo } from '../../../lib/config-repo/config-repo';
import { checkEnvironment } from '../../../lib/environment/check';
import type { Environment } from '../../../lib/environment/environment';
import type { EnvironmentSpec } from '../../../lib/environment/spec';
import { EXPOSURE_KINDS } from '../../../lib/kubernetes/exposure';
import type { JsonObject } from '../../../lib/manifest/manifest';
import { Microservice } from '../../../lib/microservice/microservice';
import { System } from '../../../lib/system/system';
import { qaSpec } from '../../environment/specs';
import { least, resources } from '../../microservice/chart';
import { lines, untyped } from '../../problem/lines';
import { prod, qa } from '../../shop';
import { container, podSpec } from './objects';

/** What is wrong with a repo whose system holds what `fill` puts in. */
function problemsOf(
  fill: (system: System) => void,
  environments: readonly EnvironmentSpec[] = [qa],
) {
  const repository = 'https://git.example.com/shop/config.git';
  const repo = new ConfigRepo({ repository, environments });
  repo.deploy(
    class extends System {
      constructor(environment: Environment) {
        super(environment, 'shop');
        fill(this);
      }
    },
  );
  return repo.synthesize().problems;
}

const pod = (spec: JsonObject) => (system: System) =>
  new ApiObject(system, 'agent', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'agent' },
    spec,
  });

const service = (type: string) => (system: System) =>
  new Microservice(system, 'web', { ...least, ports: { http: 80 }, service: untyped({ type }) });

describe('a config repo', () => {
  test('rejects pods that their namespace will not take', () => {
    const spec = podSpec({ hostNetwork: true, containers: [container({}, { privileged: true })] });
    expect(problemsOf(pod(spec))).toEqual([
      '[qa/shop/agent] Pod shop-qa/agent: spec.hostNetwork: got true, allowed false or nothing (Host Namespaces)',
      '[qa/shop/agent] Pod shop-qa/agent: spec.containers[cart].securityContext.privileged: got true, allowed false or nothing (Privileged Containers)',
    ]);
    expect(problemsOf(pod(spec), [{ ...qa, podSecurity: 'baseline' }])).toHaveLength(2);
    expect(problemsOf(pod(spec), [{ ...qa, podSecurity: 'privileged' }])).toEqual([]);
  });

  test('rejects pods in a list, as the API server takes them out of it', () => {
    const items = [
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: podSpec({ hostPID: true }) },
    ];
    const list = (system: System) =>
      new ApiObject(system, 'list', {
        apiVersion: 'v1',
        kind: 'List',
        metadata: { name: 'all' },
        items,
      });
    expect(problemsOf(list).join()).toContain('spec.hostPID: got true');
  });

  test('rejects what a microservice loosens beyond what its namespace takes', () => {
    const security = { allowPrivilegeEscalation: true, readOnlyRootFilesystem: false };
    const loose = (system: System) =>
      new Microservice(system, 'web', { ...least, securityContext: security });
    expect(problemsOf(loose)).toEqual([
      '[qa/shop/web/Deployment] Deployment shop-qa/web: spec.template.spec.containers[web].securityContext.allowPrivilegeEscalation: got true, allowed false (Privilege Escalation)',
    ]);
    expect(problemsOf(loose, [{ ...qa, podSecurity: 'baseline' }])).toEqual([]);
  });

  test('lets a microservice ask for a token whose roles come from elsewhere', () => {
    const serviceAccount = { mountToken: true };
    expect(
      problemsOf((system) => new Microservice(system, 'web', { ...least, serviceAccount })),
    ).toEqual([]);
  });

  test('rejects a raw object whose image has no version, also outside of environments', () => {
    const repository = 'https://git.example.com/shop/config.git';
    const repo = new ConfigRepo({ repository, environments: [qa] });
    new ApiObject(new Chart(repo, 'platform'), 'agent', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'agent' },
      spec: podSpec({ containers: [container({ image: 'agent' })] }),
    });
    expect(repo.synthesize().problems).toEqual([
      '[platform/agent] Pod agent: spec.containers[cart].image: got "agent", allowed an image with a tag other than latest, or with a digest (Image Version)',
    ]);
  });

  test('tells once of an image that a microservice has told of', () => {
    const image = 'registry.example.com/web:latest';
    expect(problemsOf((system) => new Microservice(system, 'web', { image, resources }))).toEqual([
      `[qa/shop/web] image: got "${image}", allowed a version that stays the same: replace \`latest\` by a tag or a digest`,
    ]);
  });

  test('rejects images that an environment does not take, there alone', () => {
    const imagePolicy = { requireDigest: true, registries: ['ghcr.io/example'] };
    const web = (system: System) =>
      new Microservice(system, 'web', { image: 'registry.example.com/web:v1', resources });
    const at =
      '[prod/shop/web/Deployment] Deployment shop-prod/web: spec.template.spec.containers[web].image: got "registry.example.com/web:v1", allowed';
    expect(problemsOf(web, [qa, { ...prod, imagePolicy }])).toEqual([
      `${at} an image with a digest: @sha256:... (Image Digest)`,
      `${at} images from ghcr.io/example (Image Registry)`,
    ]);
  });

  test('rejects what an environment does not expose, there alone', () => {
    const environments = [qa, { ...prod, exposure: ['Ingress', 'HTTPRoute'] as const }];
    expect(problemsOf(service('LoadBalancer'), environments)).toEqual([
      "[prod/shop/web/Service] Service shop-prod/web: exposure: got LoadBalancer, allowed in environment 'prod': Ingress, HTTPRoute",
    ]);
    expect(problemsOf(service('ClusterIP'), environments)).toEqual([]);
    expect(
      problemsOf(service('LoadBalancer'), [qa, { ...prod, exposure: ['LoadBalancer'] }]),
    ).toEqual([]);
  });

  test('rejects all exposure where none is allowed', () => {
    expect(problemsOf(service('NodePort'), [{ ...qa, exposure: [] }])).toEqual([
      "[qa/shop/web/Service] Service shop-qa/web: exposure: got NodePort, allowed in environment 'qa': none",
    ]);
  });
});

describe('an environment', () => {
  test('may expose in any way there is', () => {
    expect(checkEnvironment(qaSpec({ exposure: EXPOSURE_KINDS }))).toEqual([]);
    expect(checkEnvironment(qaSpec({ exposure: [], imagePolicy: {} }))).toEqual([]);
  });

  test('rejects ways that are none, and registries that are none', () => {
    // @ts-expect-error: a way that is none doesn't compile.
    qaSpec({ exposure: ['ingress'] });
    const fields = { exposure: ['Ingress', 'ingress'], imagePolicy: { registries: ['*'] } };
    expect(lines(checkEnvironment(qaSpec(untyped(fields))))).toEqual([
      `exposure[1]: got "ingress", allowed ${EXPOSURE_KINDS.join(', ')}`,
      'imagePolicy.registries[0]: got "*", allowed a registry, or a path in one: registry.example.com, ghcr.io/example',
    ]);
  });
});
