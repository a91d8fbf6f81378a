import type { Case, Suite } from './suite';

/**
 * A title; a snippet with the right and the wrong words in place, as «right ≠ wrong»; and what the compiler
 * points at with the wrong ones, where it isn't these.
 */
/** A microservice with ports, and with the fields given. */
function web(fields: string): string {
  return `new sc.Microservice(system, 'web', { ports: { http: 80, admin: 81 }, resources, ${fields} })`;
}

/** A microservice with the resources given. */
function asking(resources: string): string {
  return `new sc.Microservice(system, 'web', { resources: ${resources} })`;
}

const PORTS: readonly Case[] = [
  ['an unknown port in endpoint()', "cart.endpoint(«'grpc' ≠ 'grcp'»)"],
  ['any port of what has none', "«cart ≠ worker».endpoint('grpc')", "'grpc'"],
  [
    'an unknown port in an HTTP probe',
    web("probes: { liveness: sc.httpProbe('/', { port: «'admin' ≠ 'htp'» }) }"),
    'liveness',
  ],
  [
    'an unknown port in a gRPC probe',
    web("probes: { startup: sc.grpcProbe({ port: «'admin' ≠ 'htp'» }) }"),
    'startup',
  ],
  [
    'an unknown port in a TCP probe',
    web("probes: { readiness: sc.tcpProbe({ port: «'admin' ≠ 'htp'» }) }"),
    'readiness',
  ],
  [
    'an unknown port in grpcProbes()',
    web("probes: sc.grpcProbes({ port: «'admin' ≠ 'htp'» })"),
    'probes',
  ],
  [
    'an unknown port in a hook',
    web("lifecycle: { preStop: { httpGet: { path: '/', port: «'admin' ≠ 'htp'» } } }"),
    'port',
  ],
  ['an unknown port in the Service', web("service: { ports: [«'admin' ≠ 'htp'»] }")],
  ['an unknown port in a further Service', web("services: { a: { ports: [«'admin' ≠ 'htp'»] } }")],
  [
    "an unknown port among a further Service's numbers",
    web('services: { a: { portNumbers: { «admin ≠ htp»: 443 } } }'),
  ],
  [
    'numbers of the main Service, which endpoints have',
    web("service: { «clusterIP: '10.0.0.7' ≠ portNumbers: { http: 443 }» }"),
    'portNumbers',
  ],
  [
    'labels of an account that somebody else makes',
    web("serviceAccount: { «labels: {} ≠ labels: {}, existing: 'a'» }"),
    'existing',
  ],
  [
    'an unknown port among node ports',
    web("service: { type: 'NodePort', nodePorts: { «admin ≠ htp»: 30080 } }"),
  ],
  [
    'an unknown protocol of a port',
    "const ports: sc.Ports<'a'> = { a: { port: 1, protocol: «'UDP' ≠ 'udp'» } }",
    'protocol',
  ],
];

const ENVIRONMENTS: readonly Case[] = [
  ['an unknown environment in a choice', 'environment.choose({ «prod ≠ prd»: 3, otherwise: 2 })'],
  ['a choice that leaves one out', 'environment.choose(«{ qa: 2, prod: 3 } ≠ { prod: 3 }»)'],
  ['an unknown environment in deploy()', "repo.deploy(Shop, { to: [«'qa' ≠ 'x'»] })"],
  [
    'a promotion from no environment',
    "sc.defineEnvironments(qa, sc.defineEnvironment({ ...place, name: 'a', promotedFrom: «'qa' ≠ 'x'» }))",
    "qa, sc.defineEnvironment({ ...place, name: 'a', promotedFrom: 'x' })",
  ],
  [
    'an unknown tier',
    "sc.defineEnvironment({ ...place, name: 'a', tier: «'production' ≠ 'test'» })",
    'tier',
  ],
];

const FIELDS: readonly Case[] = [
  [
    'a verb that no role knows',
    web("grants: [{ apiGroups: [''], resources: ['pods'], verbs: [«'get' ≠ 'GET'»] }]"),
  ],
  ['an unknown field of a microservice', web('«replicas ≠ replica»: 1')],
  [
    'an unknown field of a probe',
    web("probes: { liveness: sc.tcpProbe({ «period ≠ periodSeconds»: '5s' }) }"),
  ],
  [
    'an unknown moment at which a sidecar starts',
    web("pod: { sidecars: { a: { image: 'a:v1', resources, starts: «'with-main' ≠ 'beside'» } } }"),
    'starts',
  ],
  [
    'a moment at which an init container starts',
    web(
      "pod: { initContainers: { a: { image: 'a:v1', resources, «configValues: true ≠ starts: 'after-init'» } } }",
    ),
    'starts',
  ],
  ['a mount of a number', web("mounts: { data: ['/a', «'/b' ≠ 5»] }")],
  [
    'a file of numbers',
    web('config: { files: { contents: { a: «new Uint8Array([1]) ≠ [1]» } } }'),
    'a',
  ],
  [
    'huge pages without a unit',
    asking("{ cpu: 1, memory: '1Gi', extended: { 'hugepages-2Mi': «'2Mi' ≠ '2'» } }"),
    "'hugepages-2Mi'",
  ],
  ['an unknown field of a pod', web("pod: { «imagePullSecrets ≠ pullSecrets»: ['a'] }")],
  [
    'an unknown field of an environment',
    "sc.defineEnvironment({ ...place, name: 'a', «labels ≠ lables»: {} })",
  ],
  [
    'a field of another release',
    web('release: sc.recreate({ «revisionHistoryLimit ≠ maxSurge»: 1 })'),
  ],
  ['no resources', "new sc.Microservice(system, 'web', «{ resources } ≠ {}»)"],
  [
    'autoscaling beside a number',
    web('replicas: 2« ≠ , autoscaling: { min: 2, max: 5 }»'),
    'autoscaling',
  ],
  ['an autoscaler without a maximum', web('replicas: { min: 2«, max: 5 ≠ » }'), 'replicas'],
];

const EITHER_OR: readonly Case[] = [
  [
    'both ways of a disruption budget',
    web('disruptionBudget: { maxUnavailable: 1« ≠ , minAvailable: 1» }'),
    'minAvailable',
  ],
  [
    'variables from a ConfigMap and a Secret at once',
    web("envFrom: [«{ configMap: 'a' } ≠ { configMap: 'a', secret: 'b' }»]"),
  ],
  ['variables from nothing', web("envFrom: [«{ secret: 'a' } ≠ { prefix: 'A' }»]")],
  [
    'a hook that is a command and a request',
    web("lifecycle: { preStop: { exec: ['a']« ≠ , httpGet: { path: '/' }» } }"),
    'httpGet',
  ],
  [
    'a metric with a value and an average',
    "sc.externalMetric('a', «{ value: '1' } ≠ { value: '1', averageValue: '1' }»)",
  ],
];

const VALUES: readonly Case[] = [
  ['a duration without unit', web("pod: { shutdown: { delay: «'15s' ≠ '15'» } }"), 'delay'],
  ['a duration as a number', web("pod: { shutdown: { delay: «'15s' ≠ 15» } }"), 'delay'],
  ['a size without unit', asking("{ cpu: 1, memory: «'64Mi' ≠ '64'» }"), 'memory'],
  ['a size of an unknown unit', asking("{ cpu: 1, memory: «'64Mi' ≠ '64MB'» }"), 'memory'],
  ['a size of CPU', asking("{ cpu: «'250m' ≠ '1Gi'», memory: '1Gi' }"), 'cpu'],
  ['CPU without memory', asking("{ cpu: 1«, memory: '1Gi' ≠ » }"), 'resources'],
  ['three sides of a resource', asking("{ cpu: [1, 2« ≠ , 3»], memory: '1Gi' }"), 'cpu'],
  [
    'a limit in words that is one',
    asking("{ cpu: { request: 1, limit: «'none' ≠ '2'» }, memory: '1Gi' }"),
    'cpu',
  ],
  [
    'a share without percent',
    web("release: sc.rollingUpdate({ maxSurge: «'50%' ≠ '50'» })"),
    'maxSurge',
  ],
  ['a variable that holds a list', web("env: { A: «sc.secretKey('a', 'b') ≠ ['a']» }"), 'A'],
  ['a field that pods do not offer', "sc.podField(«'status.podIP' ≠ 'status.podIp'»)"],
  [
    'a unit that CPU has not',
    "sc.containerResource('limits.cpu', { divisor: «'1m' ≠ '1Mi'» })",
    'divisor',
  ],
];

const CASES = [...PORTS, ...ENVIRONMENTS, ...FIELDS, ...EITHER_OR, ...VALUES];

const IMPORTS = `
import * as sc from '../../lib';
import { cart, environment, place, qa, repo, resources, Shop, system, worker } from './shop';
`;

export const authoring: Suite = { imports: IMPORTS, cases: CASES };
