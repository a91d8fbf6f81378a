import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { blueGreen } from '../../lib/delivery/blue-green';
import { canary } from '../../lib/delivery/canary';
import { Rollout } from '../../lib/delivery/rollout';
import type { RolloutProps } from '../../lib/delivery/rollout-workload';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import { pause, weight } from '../../lib/delivery/step';
import { validateManifest } from '../../lib/schema/validate';
import { plainChart } from '../microservice/chart';
import { unseen } from '../problem/lines';
import { manifestsOf, problemsOf } from '../render-tree';

const strategy = canary({ steps: [weight(20), pause('60s')] });
const labels = { app: 'cart' };
const template: kplus.k8s.PodTemplateSpec = {
  metadata: { labels },
  spec: {
    containers: [
      {
        name: 'cart',
        image: 'cart:v1',
        resources: { requests: { cpu: kplus.k8s.Quantity.fromString('100m') } },
      },
    ],
  },
};

function cartIn(scope: Construct, props: Partial<RolloutProps> = {}): Rollout {
  const all: RolloutProps = { selector: labels, template, strategy };
  return new Rollout(scope, 'cart', Object.assign(all, props));
}

/** The objects below a construct that fit their schemas, as `Kind name`. */
function namesIn(scope: Construct): readonly string[] {
  const objects = manifestsOf(scope).map(({ manifest }) => manifest);
  expect(objects.flatMap(validateManifest)).toEqual([]);
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

/** The object of a kind below a construct. */
function objectIn(scope: Construct, kind: string) {
  return manifestsOf(scope).find(({ manifest }) => manifest.kind === kind)?.manifest;
}

/** A Deployment with one container, and how many pods it has. */
function deploymentIn(scope: Construct, replicas?: number): kplus.Deployment {
  const metadata = { name: 'cart', labels: { team: 'shop' } };
  const containers = [
    { image: 'cart:v1', portNumber: 80, resources: { cpu: { request: kplus.Cpu.millis(250) } } },
  ];
  return new kplus.Deployment(scope, 'cart', { metadata, replicas, containers });
}

describe('a Rollout of its own', () => {
  test('has the pods and the selector that it is given', () => {
    const chart = plainChart('shop-qa');
    cartIn(chart, { replicas: 3 });
    expect(objectIn(chart, 'Rollout')).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'cart', namespace: 'shop-qa' },
      spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              { name: 'cart', image: 'cart:v1', resources: { requests: { cpu: '100m' } } },
            ],
          },
        },
        strategy: {
          canary: {
            maxUnavailable: 0,
            steps: [{ setWeight: 20 }, { pause: { duration: '60s' } }],
          },
        },
      },
    });
  });

  test('makes what its router needs', () => {
    const chart = plainChart();
    const rollout = cartIn(chart, { strategy: canary({ router: istioByHost() }), name: 'basket' });
    expect(namesIn(chart)).toEqual(['Rollout basket', 'VirtualService basket']);
    expect(rollout.controllerOwned).toEqual([
      {
        group: '',
        kind: 'Service',
        name: 'basket',
        fields: ['.spec.selector["rollouts-pod-template-hash"]'],
      },
      {
        group: '',
        kind: 'Service',
        name: 'basket-canary',
        fields: ['.spec.selector["rollouts-pod-template-hash"]'],
      },
      {
        group: 'networking.istio.io',
        kind: 'VirtualService',
        name: 'basket',
        fields: ['.spec.http[] | select(.name == "primary") | .route[].weight'],
      },
    ]);
  });

  test('takes its pods from another workload', () => {
    const chart = plainChart();
    new Rollout(chart, 'cart', { selector: labels, strategy, workloadRef: { name: 'old-cart' } });
    const rollout = objectIn(chart, 'Rollout');
    expect(rollout?.spec).toMatchObject({
      workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'old-cart' },
    });
    expect(rollout?.spec).not.toHaveProperty('template');
    expect(namesIn(chart)).toEqual(['Rollout cart']);
  });

  test('reports what is wrong, and makes nothing', () => {
    const chart = plainChart();
    const wrong = canary({ steps: [weight(120)] });
    const rollout = cartIn(chart, { strategy: wrong, selector: {}, replicas: -1 });
    expect(rollout.object).toBeUndefined();
    expect(problemsOf(chart.node.root)).toEqual([
      '[shop/cart] replicas: got -1, allowed a whole number from 0',
      '[shop/cart] selector: is empty: name at least one label of the pods',
      '[shop/cart] strategy.steps[0].weight: got 120, allowed a whole number from 0 to 100',
    ]);
  });

  test('reports pods that its selector doesn’t select, and a template without any', () => {
    const chart = plainChart();
    const problemsWith = (other: kplus.k8s.PodTemplateSpec) => {
      const own = plainChart();
      cartIn(own, { template: other });
      return problemsOf(own.node.root);
    };
    expect(
      problemsWith({ metadata: { labels: { ...labels, tier: 'a' } }, spec: template.spec }),
    ).toEqual([]);
    expect(
      problemsWith({ metadata: { labels: { app: 'basket' } }, spec: { containers: [] } }),
    ).toEqual([
      '[shop/cart] template.metadata.labels.app: got "basket", allowed \'cart\', as selector has it',
      '[shop/cart] template.spec.containers: is empty: add one',
    ]);
    new Rollout(chart, 'cart', { selector: labels, strategy, workloadRef: { name: 'Old Cart' } });
    expect(problemsOf(chart.node.root)).toEqual([
      '[shop/cart] workloadRef.name: got "Old Cart", allowed DNS labels joined by dots, at most 253 characters',
    ]);
  });

  test.each<[unknown, string]>([
    [undefined, 'got undefined, allowed an object: { ... }'],
    [
      { selector: labels, strategy },
      'got none, allowed exactly one of deployment, template, workloadRef',
    ],
    [
      { selector: labels, strategy, template, workloadRef: { name: 'a' } },
      'got template and workloadRef, allowed exactly one of deployment, template, workloadRef',
    ],
    [
      { selector: 'a=b', strategy, template },
      `selector: got "a=b", allowed text by key: { app: 'a' }`,
    ],
    [
      { selector: labels, strategy, template, ports: { http: '80' } },
      'ports.http: got "80", allowed { port: ... } or a number',
    ],
    [
      { selector: labels, strategy, template, ports: { http: { port: 80, hostPort: 80 } } },
      'ports.http.hostPort: got 80, allowed none: the pods say it themselves',
    ],
    [
      { selector: labels, strategy, workloadRef: { name: 'a', scaleDown: 'soon' } },
      "workloadRef.scaleDown: got \"soon\", allowed 'never', 'onsuccess' or 'progressively'",
    ],
    [
      { selector: labels, template },
      'strategy: is missing: add what blueGreen() and canary() give',
    ],
  ])('reports props of another form: %j', (props, message) => {
    const chart = plainChart();
    const { object, name } = new Rollout(chart, 'cart', unseen(props));
    expect([object, name]).toEqual([undefined, 'cart']);
    expect(problemsOf(chart.node.root)).toEqual([`[shop/cart] ${message}`]);
  });

  test('is amended as any object is', () => {
    const chart = plainChart();
    cartIn(chart).object?.metadata.addAnnotation('team', 'shop');
    expect(objectIn(chart, 'Rollout')?.metadata).toMatchObject({ annotations: { team: 'shop' } });
  });
});

describe('for cdk8s-plus', () => {
  test('is selected by Services and policies', () => {
    const chart = plainChart('shop-qa');
    const rollout = cartIn(chart);
    const service = new kplus.Service(chart, 'debug', { ports: [{ port: 9000 }] });
    service.select(rollout);
    new kplus.NetworkPolicy(chart, 'policy', { selector: rollout }).addIngressRule(rollout);
    expect(objectIn(service, 'Service')?.spec).toMatchObject({ selector: labels });
    expect(objectIn(chart, 'NetworkPolicy')?.spec).toMatchObject({
      podSelector: { matchLabels: labels },
      ingress: [{ from: [{ podSelector: { matchLabels: labels } }] }],
    });
  });

  test('is scaled, and gives up its own number of pods', () => {
    const chart = plainChart();
    const rollout = cartIn(chart);
    new kplus.HorizontalPodAutoscaler(chart, 'hpa', {
      target: rollout,
      maxReplicas: 5,
      metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
    });
    expect(objectIn(chart, 'HorizontalPodAutoscaler')?.spec).toMatchObject({
      scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'cart' },
    });
    expect(rollout.controllerOwned).toEqual([
      { group: 'argoproj.io', kind: 'Rollout', name: 'cart', fields: ['.spec.replicas'] },
    ]);
  });

  test('rejects a second autoscaler', () => {
    const chart = plainChart();
    const rollout = cartIn(chart, { replicas: 2 });
    rollout.markHasAutoscaler();
    expect(objectIn(chart, 'Rollout')?.spec).not.toHaveProperty('replicas');
    rollout.markHasAutoscaler();
    expect(problemsOf(chart.node.root)).toEqual([
      '[shop/cart] replicas: is decided by two autoscalers, which would work against each other: keep one',
    ]);
  });
});

describe('in the place of a Deployment', () => {
  test('has its name, labels, selector and pods, and the Deployment is gone', () => {
    const before = plainChart('shop-qa');
    deploymentIn(before, 3).addContainer({ image: 'sidecar:v1', name: 'sidecar' });
    const deployment = objectIn(before, 'Deployment');

    const chart = plainChart('shop-qa');
    const replaced = deploymentIn(chart, 3);
    Rollout.fromDeployment(replaced, { strategy });
    // What comes later counts, too.
    replaced.addContainer({ image: 'sidecar:v1', name: 'sidecar' });
    replaced.metadata.addAnnotation('example.com/late', 'yes');
    expect(namesIn(chart)).toEqual(['Rollout cart']);
    const rollout = objectIn(chart, 'Rollout');
    expect(rollout?.metadata).toEqual({
      ...deployment?.metadata,
      annotations: { 'example.com/late': 'yes' },
    });
    expect(rollout?.spec).toEqual({
      ...Object(deployment?.spec),
      strategy: { canary: { maxUnavailable: 0, steps: expect.any(Array) } },
    });
  });

  test('is selected by the Deployment’s Service', () => {
    const chart = plainChart();
    const deployment = deploymentIn(chart);
    const service = deployment.exposeViaService({ ports: [{ port: 80 }] });
    const rollout = Rollout.fromDeployment(deployment, {
      strategy: blueGreen({ activeService: service.name }),
    });
    expect(objectIn(chart, 'Service')?.spec).toMatchObject({ selector: deployment.matchLabels });
    expect(objectIn(chart, 'Rollout')?.spec).toMatchObject({
      strategy: { blueGreen: { activeService: service.name, previewService: 'cart-preview' } },
    });
    expect(rollout.toPodSelectorConfig().labelSelector._toKube()).toEqual(
      deployment.toPodSelectorConfig().labelSelector._toKube(),
    );
  });

  test('refers to one that stays', () => {
    const chart = plainChart();
    const deployment = deploymentIn(chart, 3);
    const rollout = Rollout.fromDeployment(deployment, { strategy, scaleDown: 'progressively' });
    expect(namesIn(chart)).toEqual(['Deployment cart', 'Rollout cart']);
    expect(objectIn(chart, 'Rollout')?.spec).toEqual({
      replicas: 3,
      minReadySeconds: 0,
      progressDeadlineSeconds: 600,
      selector: { matchLabels: deployment.matchLabels },
      strategy: expect.any(Object),
      workloadRef: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'cart',
        scaleDown: 'progressively',
      },
    });
    expect(rollout.controllerOwned).toEqual([
      { group: 'apps', kind: 'Deployment', name: 'cart', fields: ['.spec.replicas'] },
    ]);
  });

  test('is scaled instead of it', () => {
    const chart = plainChart();
    const target = Rollout.fromDeployment(deploymentIn(chart), { strategy });
    new kplus.HorizontalPodAutoscaler(chart, 'hpa', { target, maxReplicas: 5 });
    expect(objectIn(chart, 'HorizontalPodAutoscaler')?.spec).toMatchObject({
      scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'cart' },
    });
    expect(ApiObject.isApiObject(target.object)).toBe(true);
  });

  test.each([undefined, 'onsuccess'] as const)(
    'reports an autoscaler that has the Deployment: scaleDown %s',
    (scaleDown) => {
      const chart = plainChart();
      const target = deploymentIn(chart);
      Rollout.fromDeployment(target, { strategy, scaleDown });
      expect(problemsOf(chart.node.root)).toEqual([]);
      new kplus.HorizontalPodAutoscaler(chart, 'hpa', { target, maxReplicas: 5 });
      expect(problemsOf(chart.node.root)).toEqual([
        '[shop/cart/Rollout] an autoscaler has the Deployment for its target, whose pods are those of the Rollout: give it the Rollout',
      ]);
    },
  );

  test('reports a Deployment that is given twice, and what is none', () => {
    const chart = plainChart();
    const deployment = deploymentIn(chart);
    Rollout.fromDeployment(deployment, { strategy });
    Rollout.fromDeployment(deployment, { strategy });
    const containers = [{ image: 'cart:v1', portNumber: 80 }];
    const set = new kplus.StatefulSet(chart, 'set', { containers });
    Rollout.fromDeployment(unseen(set), { strategy });
    expect(problemsOf(chart.node.root)).toEqual([
      '[shop/cart/Rollout] name: got "Rollout", allowed each name once in \'shop/cart\': it is given a second time',
      '[shop/cart/Rollout~2] deployment: has given its pods to another Rollout: keep one of the two',
      '[shop/set/Rollout] deployment: got "StatefulSet", allowed a Deployment of cdk8s-plus',
    ]);
  });

  test('holds the strategy’s times against the Deployment’s', () => {
    const problemsWith = (minReady: '59s' | '60s') => {
      const chart = plainChart();
      const deployment = new kplus.Deployment(chart, 'cart', {
        containers: [{ image: 'cart:v1', portNumber: 80 }],
        progressDeadline: Duration.seconds(60),
      });
      Rollout.fromDeployment(deployment, { strategy: canary({ minReady }) });
      return problemsOf(chart.node.root);
    };
    expect(problemsWith('59s')).toEqual([]);
    expect(problemsWith('60s')).toEqual([
      '[shop/cart/Rollout] strategy.minReady: got "60s", allowed less than the progress deadline of 60s',
    ]);
  });
});
