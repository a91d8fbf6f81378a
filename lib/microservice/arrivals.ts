import type { IConstruct } from 'constructs';

/** What is done with each construct that is announced. */
type Listener = (arrived: IConstruct) => void;

/** Who wants to know what is announced below a construct. */
const listeners = new WeakMap<IConstruct, readonly Listener[]>();

/** Has a listener told of each microservice that is made below a scope from now on, once it is whole. */
export function onArrival(scope: IConstruct, listener: Listener): void {
  listeners.set(scope, [...(listeners.get(scope) ?? []), listener]);
}

/** Tells the listeners of all scopes around a construct that it is there. */
export function announce(construct: IConstruct): void {
  for (const scope of construct.node.scopes)
    for (const listener of listeners.get(scope) ?? []) listener(construct);
}
