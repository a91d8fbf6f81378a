import { App, Chart } from 'cdk8s';
import { externalEndpoint, type ServiceEndpoint } from '../../lib/endpoint/endpoint';
import type { Manifest } from '../../lib/manifest/manifest';
import { emitYaml } from '../../lib/writer/yaml';
import { cartEndpoint } from '../endpoint/endpoints';
import { manifestsOf, problemsOf } from '../render-tree';

/** Endpoints of a shop in the namespace `shop-qa`. */
export const cart = cartEndpoint();
export const admin = cartEndpoint({ portName: 'admin', port: 81, targetPort: 8081 });
export const frontend = cartEndpoint({ service: 'frontend', path: 'qa/shop/frontend' });
export const ads: ServiceEndpoint = cartEndpoint({
  service: 'ads',
  namespace: 'ads-qa',
  path: 'qa/ads/ads',
});
export const udp = cartEndpoint({ protocol: 'UDP' });
export const payments = externalEndpoint({ host: 'api.payments.example.com', port: 443 });

/** A chart for the namespace `shop-qa`, in a plain cdk8s app. */
export function shopChart(): Chart {
  return new Chart(new App(), 'shop', { namespace: 'shop-qa', disableResourceNameHashes: true });
}

/** What is made below a new chart. */
export function made(build: (chart: Chart) => void): readonly Manifest[] {
  const chart = shopChart();
  build(chart);
  return manifestsOf(chart.node.root).map(({ manifest }) => manifest);
}

/** What is made below a new chart, as YAML. */
export function yamlOf(build: (chart: Chart) => void): string {
  return emitYaml(made(build));
}

/** Everything that is wrong with what is made below a new chart, without the paths. */
export function problemsIn(build: (chart: Chart) => void): readonly string[] {
  const chart = shopChart();
  build(chart);
  return problemsOf(chart.node.root).map((line) => line.replace(/^\[.*?\] /, ''));
}
