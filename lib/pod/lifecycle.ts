import type { k8s } from 'cdk8s-plus-28';
import { intOrString } from '../manifest/kube-manifest';
import { type Problem, wrongValue } from '../problem/problem';
import type { Port } from './ports';
import { checkCommand, checkHeaders, findTarget, planHeaders } from './probes';

/** What the kubelet does in a container at a moment of its life. */
export type Hook<P extends string = string> =
  | { readonly exec: readonly string[]; readonly httpGet?: never }
  | {
      readonly exec?: never;
      readonly httpGet: {
        readonly path: string;
        /** A port's name. @default the first port */
        readonly port?: P;
        readonly headers?: Readonly<Record<string, string>>;
        readonly scheme?: 'HTTP' | 'HTTPS';
      };
    };

/** Hooks of a container. */
export interface Lifecycle<P extends string = string> {
  /** Right after the start, beside the entry point. */
  readonly postStart?: Hook<P>;
  /** Before the signal to end; the time it takes counts towards the grace period. */
  readonly preStop?: Hook<P>;
}

/** Checks that hooks name a port of the container, or a command. */
export function checkLifecycle(
  field: string,
  lifecycle: Lifecycle = {},
  ports: readonly Port[],
): readonly Problem[] {
  return (['postStart', 'preStop'] as const).flatMap((name) => {
    const hook = lifecycle[name];
    if (hook === undefined) return [];
    return hook.exec === undefined
      ? checkGet(`${field}.${name}.httpGet`, hook.httpGet, ports)
      : checkCommand(`${field}.${name}.exec`, hook.exec);
  });
}

function checkGet(
  field: string,
  {
    port,
    headers,
  }: { readonly port?: string; readonly headers?: Readonly<Record<string, string>> },
  ports: readonly Port[],
): readonly Problem[] {
  const names = ports.map(({ name }) => `'${name}'`).join(', ');
  return [
    ...(findTarget(port, ports) === undefined
      ? [wrongValue(`${field}.port`, port, names || 'a port of `ports`, which is empty')]
      : []),
    ...checkHeaders(`${field}.headers`, headers),
  ];
}

/** Hooks as Kubernetes has them. */
export function planLifecycle(
  lifecycle: Lifecycle | undefined,
  ports: readonly Port[],
): k8s.Lifecycle | undefined {
  if (lifecycle?.postStart === undefined && lifecycle?.preStop === undefined) return undefined;
  return {
    postStart: lifecycle.postStart && planHook(lifecycle.postStart, ports),
    preStop: lifecycle.preStop && planHook(lifecycle.preStop, ports),
  };
}

function planHook(hook: Hook, ports: readonly Port[]): k8s.LifecycleHandler {
  if (hook.exec !== undefined) return { exec: { command: [...hook.exec] } };
  const { path, port, headers, scheme } = hook.httpGet;
  return {
    httpGet: {
      path,
      port: intOrString(findTarget(port, ports) ?? 0),
      scheme,
      httpHeaders: planHeaders(headers),
    },
  };
}
