import { externalMetric, objectMetric, podsMetric } from '../../lib/microservice/metrics';
import { manifestsOf } from '../render-tree';
import { microservice } from './chart';

test('render with the targets and selectors that they are given', () => {
  const ingress = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'shop' };
  const metrics = [
    podsMetric('requests', { averageValue: '500m' }, { path: 'cart' }),
    objectMetric('requests', ingress, { value: '2k' }),
    externalMetric('queue', { averageValue: '30' }, { queue: 'orders' }),
    externalMetric('queue', { value: '100' }),
  ];
  const cart = microservice({ replicas: { min: 1, max: 2, metrics } });
  const scaler = manifestsOf(cart).find(
    ({ manifest }) => manifest.kind === 'HorizontalPodAutoscaler',
  );
  const spec = {
    metrics: [
      {
        type: 'Pods',
        pods: {
          metric: { name: 'requests', selector: { matchLabels: { path: 'cart' } } },
          target: { type: 'AverageValue', averageValue: '500m' },
        },
      },
      {
        type: 'Object',
        object: {
          metric: { name: 'requests' },
          describedObject: ingress,
          target: { type: 'Value', value: '2k' },
        },
      },
      {
        type: 'External',
        external: {
          metric: { name: 'queue', selector: { matchLabels: { queue: 'orders' } } },
          target: { type: 'AverageValue', averageValue: '30' },
        },
      },
      {
        type: 'External',
        external: { metric: { name: 'queue' }, target: { type: 'Value', value: '100' } },
      },
    ],
  };
  expect(scaler?.manifest).toMatchObject({ spec });
});
