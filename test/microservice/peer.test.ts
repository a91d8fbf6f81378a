import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Microservice } from '../../lib/microservice/microservice';
import type { Autoscaling } from '../../lib/microservice/spec';
import { manifestsOf, problemsOf } from '../render-tree';
import { least, plainChart } from './chart';

/** The cart of a chart in the namespace `shop-qa`. */
function cartIn(chart: Construct, replicas?: Autoscaling) {
  return new Microservice(chart, 'cart', { ...least, ports: { http: 80 }, replicas });
}

/** The objects of a kind below a construct. */
function objectsOf(scope: Construct, kind: string) {
  return manifestsOf(scope)
    .map(({ manifest }) => manifest)
    .filter((manifest) => manifest.kind === kind);
}

const SELECTOR = { 'app.kubernetes.io/name': 'cart' };

test('is selected by a cdk8s-plus Service', () => {
  const chart = plainChart('shop-qa');
  const service = new kplus.Service(chart, 'debug', { ports: [{ port: 9000 }] });
  service.select(cartIn(chart));
  expect(objectsOf(service, 'Service')).toMatchObject([{ spec: { selector: SELECTOR } }]);
});

test('is what a cdk8s-plus NetworkPolicy applies to', () => {
  const chart = plainChart('shop-qa');
  const policy = new kplus.NetworkPolicy(chart, 'policy', { selector: cartIn(chart) });
  expect(objectsOf(policy, 'NetworkPolicy')).toMatchObject([
    { metadata: { namespace: 'shop-qa' }, spec: { podSelector: { matchLabels: SELECTOR } } },
  ]);
});

test('is a peer of a cdk8s-plus NetworkPolicy', () => {
  const chart = plainChart('shop-qa');
  const frontend = new Microservice(chart, 'frontend', least);
  const policy = new kplus.NetworkPolicy(chart, 'policy', { selector: cartIn(chart) });
  policy.addIngressRule(frontend, [kplus.NetworkPolicyPort.tcp(80)]);
  expect(objectsOf(policy, 'NetworkPolicy')).toMatchObject([
    {
      spec: {
        ingress: [
          {
            from: [
              {
                podSelector: { matchLabels: { 'app.kubernetes.io/name': 'frontend' } },
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop-qa' } },
              },
            ],
            ports: [{ port: 80, protocol: 'TCP' }],
          },
        ],
      },
    },
  ]);
});

test('is a peer by its labels alone in a chart without a namespace', () => {
  const chart = plainChart();
  const policy = new kplus.NetworkPolicy(chart, 'policy', { selector: cartIn(chart) });
  policy.addEgressRule(new Microservice(chart, 'bank', least));
  expect(objectsOf(policy, 'NetworkPolicy')).toMatchObject([
    {
      spec: {
        egress: [{ to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'bank' } } }] }],
      },
    },
  ]);
});

test('is scaled by a cdk8s-plus HorizontalPodAutoscaler, and gives up its number of pods', () => {
  const chart = plainChart();
  const cart = cartIn(chart);
  expect(objectsOf(cart, 'Deployment')).toMatchObject([{ spec: { replicas: 1 } }]);
  const scaler = new kplus.HorizontalPodAutoscaler(chart, 'scaler', {
    target: cart,
    maxReplicas: 5,
  });
  expect(objectsOf(scaler, 'HorizontalPodAutoscaler')).toMatchObject([
    {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' },
        maxReplicas: 5,
      },
    },
  ]);
  const [deployment] = objectsOf(cart, 'Deployment');
  expect(deployment?.spec).not.toHaveProperty('replicas');
});

test('tells a cdk8s-plus autoscaler its requested CPU and its number of pods', () => {
  const cart = cartIn(plainChart());
  const target = cart.toScalingTarget();
  expect(target).toMatchObject({ kind: 'Deployment', name: 'cart', replicas: 1 });
  expect(target.containers.map(({ resources }) => resources?.cpu?.request?.amount)).toEqual([
    '100m',
  ]);
  cart.markHasAutoscaler();
  expect(cart.toScalingTarget().replicas).toBeUndefined();
});

test('rejects a second autoscaler', () => {
  const chart = plainChart();
  const cart = cartIn(chart, { min: 1, max: 3, cpuPercent: 70 });
  new kplus.HorizontalPodAutoscaler(chart, 'scaler', { target: cart, maxReplicas: 5 });
  expect(problemsOf(chart)).toEqual([
    '[shop/cart] replicas: is decided by two autoscalers, which would work against each other: keep one',
  ]);
});
