import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import { type PodsEntry, perSet } from '../objects';
import { containersOf } from './uses';

/** A port that a pod says it has. */
export interface PodPort {
  readonly number: number;
  readonly name: string | undefined;
  readonly protocol: string;
}

const known = perSet(() => new WeakMap<PodsEntry, readonly PodPort[]>());

/** The ports that the containers of pods say they have. What only starts the others has none. */
export const podPorts = perSet((objects) => (pods: PodsEntry): readonly PodPort[] => {
  const ports = known(objects).get(pods) ?? read(pods);
  known(objects).set(pods, ports);
  return ports;
});

function read(pods: PodsEntry): readonly PodPort[] {
  return containersOf(pods).flatMap(({ fields, stays }) =>
    itemsOf(stays ? fields.ports : undefined).flatMap((item) => {
      const { containerPort, name, protocol } = fieldsOf(item);
      if (typeof containerPort !== 'number') return [];
      return [
        { number: containerPort, name: findText(name), protocol: findText(protocol) || 'TCP' },
      ];
    }),
  );
}

/** Ports that a mesh's proxy has in each pod. */
export function isProxyPort(port: number): boolean {
  return port >= 15000 && port < 15100;
}

/** A number that is written as text is a number. */
export function portOf(value: unknown): number | string | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value === '') return undefined;
  return /^\d+$/.test(value) ? Number(value) : value;
}

/** Ports in words: `http (8080), 9090`. */
export function portsInWords(ports: readonly PodPort[]): string {
  const words = ports.map(({ name, number, protocol }) => {
    const text = name === undefined ? `${number}` : `${name} (${number})`;
    return protocol === 'TCP' ? text : `${text}/${protocol}`;
  });
  return [...new Set(words)].slice(0, 8).join(', ');
}
