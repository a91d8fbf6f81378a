import { checkDnsLabel, checkDnsSubdomain } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';

/** An object by its name: what is made here will do, and so will an `IstioGateway`. */
export interface ObjectName {
  readonly name: string;
  /** @default that of who names it */
  readonly namespace?: string | undefined;
}

/** A gateway, or `mesh` for all proxies of the mesh. */
export type GatewayName = ObjectName | 'mesh';

/** A gateway as a VirtualService names it. */
export function planGatewayName(gateway: GatewayName, namespace: string | undefined): string {
  if (gateway === 'mesh') return gateway;
  return gateway.namespace === undefined || gateway.namespace === namespace
    ? gateway.name
    : `${gateway.namespace}/${gateway.name}`;
}

/** Checks the name of a gateway. */
export function checkGatewayName(field: string, gateway: GatewayName): readonly Problem[] {
  if (typeof gateway === 'string')
    return gateway === 'mesh'
      ? []
      : [wrongValue(field, gateway, "'mesh', an IstioGateway, or { name, namespace }")];
  return checkObjectName(field, gateway);
}

/** Checks the name of an object, and of its namespace. */
export function checkObjectName(
  field: string,
  { name, namespace }: ObjectName,
): readonly Problem[] {
  return [
    ...checkDnsSubdomain(`${field}.name`, name),
    ...(namespace === undefined ? [] : checkDnsLabel(`${field}.namespace`, namespace)),
  ];
}

/** Checks to which namespaces something is shown. */
export function checkExportTo(field: string, exportTo: readonly string[] = []): readonly Problem[] {
  return exportTo.flatMap((namespace, index) =>
    ['.', '*', '~'].includes(namespace) ? [] : checkDnsLabel(`${field}[${index}]`, namespace),
  );
}
