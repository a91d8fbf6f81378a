import { Construct } from 'constructs';
import { recreate } from '../delivery/deployment-release';
import type { ServiceEndpoint } from '../endpoint/endpoint';
import { checkSize, findAmount, type Size } from '../kubernetes/quantity';
import { Microservice } from '../microservice/microservice';
import { type Problem, wrongValue } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { idIn } from '../shape/place';
import { type ImageFacts, storePods } from './pods';
import { readStore, STAND_IN } from './read';
import type { Store, StoreProps } from './spec';

/** A Memcached. */
export interface MemcachedProps extends StoreProps {
  /** What may be kept, in whole mebibytes; the server itself needs some more. @default '64Mi' */
  readonly memory?: Size;
}

/** The official image, of Debian; Alpine's has the same user. @see https://hub.docker.com/_/memcached */
export const MEMCACHED_IMAGE: ImageFacts = { user: 11211, group: 11211, writes: {} };

const MEBIBYTE = 2 ** 20;

/**
 * One Memcached, by its official image: a Microservice of its name. What is in it goes with the pod. It is one,
 * as its clients would have to know of each other one by its name.
 */
export class Memcached extends Construct implements Store<'memcached'> {
  readonly name: string;
  /** What runs it. */
  readonly pods: Microservice<'memcached'>;

  constructor(scope: Construct, name: string, given: MemcachedProps) {
    super(scope, idIn('Memcached', scope, name));
    this.name = name;
    const props = readStore(this, 'Memcached', given, { resources: STAND_IN.resources });
    const { memory = '64Mi', args = [], ...rest } = props;
    reportProblems(this, checkMemory(memory, props));
    this.pods = new Microservice(this, name, {
      component: 'cache',
      ...storePods(rest, MEMCACHED_IMAGE),
      ports: { memcached: { port: 11211, appProtocol: 'tcp' } },
      args: [`--memory-limit=${Math.floor((findAmount(memory) ?? 0) / MEBIBYTE)}`, ...args],
      replicas: 1,
      // For a moment there would be two, each with a part of the sessions.
      release: recreate(),
    });
  }

  /** The port as a value. */
  endpoint(port: 'memcached'): ServiceEndpoint {
    return this.pods.endpoint(port);
  }
}

/** Checks that what is kept fits into the container, whose kernel would end the server otherwise. */
function checkMemory(memory: Size, { resources }: MemcachedProps): readonly Problem[] {
  const wrong = checkSize('memory', memory);
  if (wrong.length > 0) return wrong;
  const kept = findAmount(memory) ?? 0;
  if (kept % MEBIBYTE !== 0) return [wrongValue('memory', memory, "whole mebibytes, '64Mi'")];
  const limit = limitOf(resources?.memory);
  const bytes = limit === undefined ? undefined : findAmount(limit);
  return bytes === undefined || kept < bytes
    ? []
    : [wrongValue('memory', memory, `less than the limit of its resources, ${limit}`)];
}

function limitOf(memory: StoreProps['resources']['memory'] | undefined): Size | undefined {
  if (memory === undefined || typeof memory === 'string') return memory;
  return 'limit' in memory ? undefined : memory[1];
}
