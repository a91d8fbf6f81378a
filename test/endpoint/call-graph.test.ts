import { Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { callGraph, type PodGroup, podGroups, recordPodGroup } from '../../lib/endpoint/call-graph';
import { externalEndpoint, only } from '../../lib/endpoint/endpoint';
import { cartEndpoint } from './endpoints';

const cart = cartEndpoint();
const bank = externalEndpoint({ host: 'api.bank.example.com', port: 443 });

function podGroup(name: string): PodGroup {
  return {
    name,
    namespace: 'shop-qa',
    path: `qa/shop/${name}`,
    serviceAccount: name,
    labels: {},
    openPorts: [],
    probePorts: [],
  };
}

/** An app, a system in it and two microservices in that. */
function tree() {
  const app = Testing.app();
  const shop = new Construct(app, 'shop');
  const [frontend, checkout] = [new Construct(shop, 'frontend'), new Construct(shop, 'checkout')];
  return { app, shop, frontend, checkout };
}

test('a call leads from the pods that make it to the endpoint', () => {
  const { frontend } = tree();
  const from = podGroup('frontend');
  expect(recordPodGroup(frontend, from, [cart, bank])).toEqual([
    { from, to: cart },
    { from, to: bank },
  ]);
});

test('an endpoint that is used twice counts once', () => {
  const calls = recordPodGroup(tree().frontend, podGroup('frontend'), [
    cart,
    cartEndpoint(),
    bank,
    externalEndpoint({ host: 'api.bank.example.com', port: 443 }),
  ]);
  expect(calls.map(({ to }) => to)).toEqual([cart, bank]);
});

test.each([
  ['ports', cart, cartEndpoint({ portName: 'http' })],
  ['microservices', cart, cartEndpoint({ path: 'qa/shop/other' })],
  ['requests', only(cart, { methods: ['GET'] }), only(cart, { methods: ['PUT'] })],
  ['requests and all of them', cart, only(cart, { methods: ['GET'] })],
  ['external hosts', bank, externalEndpoint({ host: 'example.com', port: 443 })],
  ['external ports', bank, externalEndpoint({ host: 'api.bank.example.com', port: 80 })],
  [
    'external protocols',
    bank,
    externalEndpoint({ host: 'api.bank.example.com', port: 443, protocol: 'UDP' }),
  ],
])('different %s count apart', (_, one, other) => {
  expect(recordPodGroup(tree().frontend, podGroup('frontend'), [one, other])).toHaveLength(2);
});

test('the graph holds what was recorded below its root, and nothing else', () => {
  const { app, shop, frontend, checkout } = tree();
  recordPodGroup(frontend, podGroup('frontend'), [cart]);
  recordPodGroup(checkout, podGroup('checkout'), [bank]);
  const edges = (root: Construct) => callGraph(root).map(({ from, to }) => [from.name, to.port]);
  expect(edges(app)).toEqual([
    ['frontend', 80],
    ['checkout', 443],
  ]);
  expect(edges(shop)).toEqual(edges(app));
  expect(edges(checkout)).toEqual([['checkout', 443]]);
  expect(edges(tree().app)).toEqual([]);
});

test('a group of pods that calls nothing is known, too', () => {
  const { app, frontend } = tree();
  const group = podGroup('frontend');
  recordPodGroup(frontend, group, []);
  expect(podGroups(app)).toEqual([{ construct: frontend, group, calls: [] }]);
});
