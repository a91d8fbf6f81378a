import { Field } from './cluster/field';
import { type ClusterObject, readObjects } from './cluster/objects';
import { type Labels, readLabels } from './cluster/selector';
import { PROTOCOLS, type Protocol } from './spec';

/** A Service that selects pods. */
export interface ServiceTarget {
  readonly namespace: string;
  readonly name: string;
  readonly selector: Labels;
  readonly ports: readonly ServicePort[];
}

/** A port of a Service, and the pod's port behind it, by number or name. */
export interface ServicePort {
  readonly name: string | undefined;
  readonly port: number;
  readonly target: number | string;
  readonly protocol: Protocol;
}

/** The Services of a manifest set that select pods. What is wrong with one isn't told here. */
export function readServices(manifests: readonly unknown[]): readonly ServiceTarget[] {
  return readObjects(manifests)
    .values.filter(({ group, kind }) => group === '' && kind === 'Service')
    .map(readService)
    .filter(({ selector }) => Object.keys(selector).length > 0);
}

function readService({ manifest, namespace, name }: ClusterObject): ServiceTarget {
  const spec = new Field(manifest, '', ignore).get('spec');
  return {
    namespace,
    name,
    selector: readLabels(spec.get('selector')),
    ports: spec
      .get('ports')
      .items()
      .flatMap((field) => {
        const port = field.get('port').integer(1, 65535);
        if (port === undefined) return [];
        const { value: target } = field.get('targetPort');
        const isPort = typeof target === 'string' || typeof target === 'number';
        return [
          {
            name: field.get('name').text(),
            port,
            target: isPort ? target : port,
            protocol: field.get('protocol').choice(PROTOCOLS, 'TCP'),
          },
        ];
      }),
  };
}

function ignore(): void {
  // The schema's check reports.
}
