import type { Case, Suite } from './suite';

const STEPS: readonly Case[] = [
  [
    'a step with two kinds',
    "sc.canary({ steps: [{ kind: 'setWeight', weight: 20« ≠ , duration: '60s'» }] })",
    'duration',
  ],
  ['a step of an unknown kind', "sc.canary({ steps: [{ kind: «'pause' ≠ 'wait'» }] })", 'kind'],
  ['a pause without unit', "sc.canary({ steps: [sc.pause(«'60s' ≠ '60'»)] })"],
  ['a pause as a number', "sc.canary({ steps: [sc.pause(«'60s' ≠ 60»)] })"],
  ['a weight as a text', "sc.weight(«20 ≠ '20%'»)"],
  [
    'two kinds of scale',
    'sc.canaryScale({ replicas: 1« ≠ , weight: 20» })',
    '{ replicas: 1, weight: 20 }',
  ],
  [
    'a header that is matched in two ways',
    "sc.headerRoute('a', { header: 'a', exact: 'b'« ≠ , prefix: 'c'» })",
    "{ header: 'a', exact: 'b', prefix: 'c' }",
  ],
  [
    'an experiment of an unknown version',
    "sc.experiment({ templates: { a: { specRef: «'stable' ≠ 'baseline'» } } })",
    'specRef',
  ],
  [
    'an argument that is two things',
    "sc.analysisStep({ templates: ['podTemplateHash'], args: { a: { field: 'metadata.name'« ≠ , podTemplateHash: 'Latest'» } } })",
    'podTemplateHash',
  ],
  [
    'a hash of an unknown version',
    "sc.analysisStep({ templates: ['a'], args: { a: { podTemplateHash: «'Latest' ≠ 'Canary'» } } })",
    'podTemplateHash',
  ],
];

const ROUTING: readonly Case[] = [
  [
    'a dynamic scale without a router',
    'sc.canary({« router: sc.istioByHost(), ≠ » dynamicStableScale: true })',
    'dynamicStableScale',
  ],
  [
    'a delay of old pods without a router',
    "sc.canary({« router: sc.istioByHost(), ≠ » scaleDownDelay: '1m' })",
    'scaleDownDelay',
  ],
  [
    'Services without a router',
    "sc.canary({« router: sc.istioByHost(), ≠ » canaryService: 'a' })",
    'canaryService',
  ],
  [
    'a scale without a router',
    'sc.canary({« router: sc.istioByHost(), ≠ » steps: [sc.canaryScale({ replicas: 1 })] })',
    'sc.canaryScale({ replicas: 1 })',
  ],
  [
    'a header route without a router',
    "sc.canary({« router: sc.istioByHost(), ≠ » steps: [sc.headerRoute('a')] })",
    "sc.headerRoute('a')",
  ],
  [
    'a header route with a router that has none',
    "sc.canary({ router: «able ≠ unable», steps: [sc.headerRoute('a')] })",
    "sc.headerRoute('a')",
  ],
  [
    'a mirror route with a router that has none',
    "sc.canary({ router: «able ≠ unable», steps: [sc.mirrorRoute('a')] })",
    "sc.mirrorRoute('a')",
  ],
  [
    'a header route with NGINX',
    "sc.canary({ router: «sc.alb() ≠ sc.nginxIngress()», steps: [sc.headerRoute('a')] })",
    "sc.headerRoute('a')",
  ],
  [
    'a mirror route that one of two routers has not',
    "sc.canary({ router: sc.routers(sc.istioByHost(), «sc.istioByHost() ≠ sc.alb()»), steps: [sc.mirrorRoute('a')] })",
    "sc.mirrorRoute('a')",
  ],
  ['a single router of several', 'sc.routers(sc.istioByHost()«, sc.alb() ≠ »)', 'routers'],
  [
    'a misspelt option of a router',
    "sc.nginxIngress({ «existing ≠ stableIngresses»: ['a'] })",
    'stableIngresses',
  ],
  [
    'a route of a kind that the Gateway API hasn’t',
    "sc.gatewayApi({ existing: { «HTTPRoute ≠ UDPRoute»: ['a'] } })",
    'UDPRoute',
  ],
  [
    'taking turns with one Service',
    "sc.canary({ router: able, pingPong: { pingService: 'a'«, pongService: 'b' ≠ » } })",
    'pingPong',
  ],
];

const RELEASES: readonly Case[] = [
  [
    'steps of a blue-green release',
    "sc.blueGreen({ «autoPromotion: 'off' ≠ steps: []» })",
    'steps',
  ],
  [
    'a promotion by two rules',
    "sc.blueGreen({ autoPromotion: «{ after: '5m' } ≠ 'later'» })",
    'autoPromotion',
  ],
  [
    'an unknown threshold',
    "sc.canary({ replicaProgressThreshold: { type: «'Pods' ≠ 'Pod'», value: 1 } })",
    'type',
  ],
  [
    'a Rollout of a Deployment’s release',
    "new sc.Rollout(system, 'a', { selector: {}, template: {}, strategy: «sc.blueGreen() ≠ sc.recreate()» })",
    'strategy',
  ],
  [
    'a Rollout with pods of its own and another’s',
    "new sc.Rollout(system, 'a', { selector: {}, template: {},« ≠ workloadRef: { name: 'a' },» strategy: sc.blueGreen() })",
    "{ selector: {}, template: {},workloadRef: { name: 'a' }, strategy: sc.blueGreen() }",
  ],
  [
    'a Rollout without pods',
    "new sc.Rollout(system, 'a', { selector: {},« template: {}, ≠ » strategy: sc.blueGreen() })",
    '{ selector: {}, strategy: sc.blueGreen() }',
  ],
];

const SIDE_BY_SIDE: readonly Case[] = [
  ['a third color', "sc.blueGreenByService({ active: «'green' ≠ 'red'» })", 'active'],
  [
    'an image of a third color',
    "sc.blueGreenByService({ active: 'blue', images: { «green ≠ red»: 'a:1' } })",
    'red',
  ],
  ['a switch that names no color', "sc.blueGreenByIngress({« active: 'blue' ≠ »})", '{}'],
  ['a weight as a text', "sc.canaryByIngress({ weight: «20 ≠ '20%'» })", 'weight'],
  ['a weight where pods decide', 'sc.canaryByReplicas({ «replicas ≠ weight»: 20 })', 'weight'],
  ['steps without a controller', 'sc.canaryByIngress({ weight: 20,« ≠ steps: []» })', 'steps'],
  [
    'a Rollout within one version',
    'sc.canaryByReplicas({ replicas: 1, each: «sc.recreate() ≠ sc.blueGreen()» })',
    'each',
  ],
];

/** Steps may be made before, for any release. */
const MADE_BEFORE: readonly Case[] = [
  [
    'something else than steps that were made before',
    `const steps: readonly sc.Step[] = [sc.weight(20), sc.headerRoute('a')];
const release: sc.CanaryRelease = { kind: 'canary', router: able, steps };
const router: sc.Router = able;
sc.canary({ router, steps: «steps ≠ release» })`,
    'steps',
  ],
];

const CASES = [...STEPS, ...ROUTING, ...RELEASES, ...SIDE_BY_SIDE, ...MADE_BEFORE];

const IMPORTS = `
import * as sc from '../../lib';
import { system } from './shop';
const able = sc.istioByHost();
const unable = { ...able, supports: { ...able.supports, headerRoute: false, mirrorRoute: false } as const };
`;

export const release: Suite = { imports: IMPORTS, cases: CASES };
