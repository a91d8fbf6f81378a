import { sha256 } from '../kubernetes/sha256';
import { kubeManifest } from '../manifest/kube-manifest';
import type { JsonObject, Manifest } from '../manifest/manifest';
import { type Panel, panelsOf } from './panels';
import type { Observed } from './spec';

/** Label by which Grafana's sidecar finds dashboards, as its chart has it. */
const DASHBOARD_LABELS = { grafana_dashboard: '1' };

/** Width of Grafana's grid, and the size of a panel there. */
const GRID = { columns: 24, width: 8, height: 8 };

/** The data source that a dashboard's reader picks. */
const DATA_SOURCE = { type: 'prometheus', uid: '${datasource}' };

/** A dashboard of a microservice, as a ConfigMap that Grafana's sidecar reads. */
export function planDashboard(observed: Observed): readonly Manifest[] {
  const { name, namespace = '', labels, environment, own, system } = observed;
  const { dashboards } = environment.observability ?? {};
  if (dashboards === undefined || own.dashboards === 'none') return [];
  const folder = dashboards.folder ?? system;
  return [
    kubeManifest('KubeConfigMap', {
      metadata: {
        name: `${name}-dashboard`,
        labels: { ...labels, ...(dashboards.labels ?? DASHBOARD_LABELS) },
        ...(folder !== undefined && { annotations: { grafana_folder: folder } }),
      },
      // The sidecar puts the files of all namespaces into one folder.
      data: {
        [`${[namespace, name].filter((part) => part !== '').join('-')}.json`]: `${JSON.stringify(dashboardOf(observed), undefined, 2)}\n`,
      },
    }),
  ];
}

/** The dashboard as Grafana has it. The same microservice gives the same text. */
export function dashboardOf(observed: Observed): JsonObject {
  const { name, namespace, environment } = observed;
  const place = environment.name ?? namespace;
  return {
    // Grafana takes 40 characters, which a namespace and a name can exceed.
    uid: sha256(`${namespace}/${name}`).slice(0, 16),
    title: place === undefined ? name : `${name} (${place})`,
    tags: ['supercargo', ...(namespace === undefined ? [] : [namespace])],
    editable: false,
    schemaVersion: 39,
    time: { from: 'now-1h', to: 'now' },
    refresh: '30s',
    templating: {
      list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Data source' }],
    },
    panels: panelsOf(observed).map(planPanel),
  };
}

function planPanel({ title, unit, description, max, queries }: Panel, index: number): JsonObject {
  const perRow = GRID.columns / GRID.width;
  return {
    id: index + 1,
    type: 'timeseries',
    title,
    ...(description !== undefined && { description }),
    datasource: DATA_SOURCE,
    gridPos: {
      x: (index % perRow) * GRID.width,
      y: Math.floor(index / perRow) * GRID.height,
      w: GRID.width,
      h: GRID.height,
    },
    fieldConfig: {
      defaults: { unit, min: 0, ...(max !== undefined && { max }) },
      overrides: [],
    },
    targets: queries.map(({ expr, legend }, place) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + place),
      datasource: DATA_SOURCE,
      expr,
      legendFormat: legend,
    })),
  };
}
