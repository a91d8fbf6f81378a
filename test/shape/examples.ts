import { App } from 'cdk8s';
import {
  Environment,
  externalEndpoint,
  externalMySql,
  istioByHost,
  istioMetrics,
  objective,
  successRate,
  weight,
} from '../../lib';
import { isPlain } from '../../lib/shape/kind';
import type { Shape, Shapes } from '../../lib/shape/shape';

/** What the compiler knows of the public door. */
export const SHAPES: Shapes = require('../../lib/shape/shapes.json');

/** An environment to make things in. */
export function newEnvironment(): Environment {
  return new Environment(new App({ outdir: '/nowhere' }), {
    name: 'qa',
    tier: 'preproduction',
    cluster: { name: 'in-cluster' },
    domain: 'example.com',
  });
}

/** Values of types that nobody writes by hand. */
const MADE: Readonly<Record<string, () => unknown>> = {
  AnalysisSource: () => successRate({ atLeast: 99 }),
  Database: () =>
    externalMySql(newEnvironment(), 'db', {
      host: 'db.example.com',
      database: 'shop',
      user: 'shop',
      password: { kind: 'secret-key', object: 'db', key: 'password', optional: false },
    }),
  Duration: () => '5s',
  Endpoint: () => externalEndpoint({ host: 'db.example.com', port: 5432 }),
  GeneratedType: () => ({
    GVK: { apiVersion: 'example.com/v1', kind: 'Thing' },
    manifest: (fields: object) => fields,
  }),
  Objective: () => objective({ availability: 99 }),
  RequestMetrics: () => istioMetrics(),
  Router: () => istioByHost(),
  Size: () => '1Gi',
  Step: () => weight(20),
};

const SIMPLE: Readonly<Record<string, unknown>> = {
  anything: {},
  boolean: true,
  data: { a: 'b' },
  function: () => undefined,
  null: null,
  number: 1,
  object: {},
  text: 'a',
  value: 'v',
};

/** Deeper examples are as short as they may be. */
const DEEPEST = 3;

/** A value of a shape, with all that may be left out, or without. */
export function exampleOf(shape: Shape, isFull: boolean, depth = 0): unknown {
  if (typeof shape === 'string') {
    if (!shape.startsWith('#')) return SIMPLE[shape];
    const name = shape.slice(1);
    const made = MADE[name.replace(/~\d+$/, '')];
    return made === undefined ? exampleOf(SHAPES.named[name] ?? 'anything', isFull, depth) : made();
  }
  if ('is' in shape) return shape.is[0];
  if ('does' in shape) return Object.fromEntries(shape.does.map((name) => [name, () => ({})]));
  if ('list' in shape) {
    const { list, least = 0 } = shape;
    const length = depth > DEEPEST ? least : Math.max(1, least);
    return Array.from({ length }, () => exampleOf(list, isFull, depth + 1));
  }
  if ('map' in shape) return depth > DEEPEST ? {} : { a: exampleOf(shape.map, isFull, depth + 1) };
  if ('any' in shape) return exampleOf(shape.any[0] ?? 'nothing', isFull, depth);
  const members = Object.entries(shape.fields)
    .filter(([key]) => !key.endsWith('?') || (isFull && depth < DEEPEST))
    .map(
      ([key, member]) => [key.replace(/\?$/, ''), exampleOf(member, isFull, depth + 1)] as const,
    );
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

/** The same data as instances of classes whose members are getters. */
export function asInstance(shape: Shape, value: unknown): unknown {
  const resolved = resolve(shape);
  if (typeof resolved === 'string' || 'is' in resolved || 'does' in resolved) return value;
  if ('any' in resolved) return asInstance(resolved.any[0] ?? 'nothing', value);
  if ('list' in resolved)
    return Array.isArray(value) ? value.map((item) => asInstance(resolved.list, item)) : value;
  if (!isPlain(value)) return value;
  const shapeAt = (key: string): Shape =>
    'map' in resolved
      ? resolved.map
      : (resolved.fields[key] ?? resolved.fields[`${key}?`] ?? resolved.others ?? 'anything');
  const made = class {
    get [Symbol.toStringTag]() {
      return 'Given';
    }
  };
  for (const [key, member] of Object.entries(value)) {
    const given = asInstance(shapeAt(key), member);
    Object.defineProperty(made.prototype, key, { get: () => given });
  }
  return new made();
}

/** Whether nobody writes values of a shape by hand. */
export function isMade(shape: Shape): boolean {
  return typeof resolve(shape) === 'string';
}

function resolve(shape: Shape): Shape {
  if (typeof shape !== 'string' || !shape.startsWith('#')) return shape;
  const name = shape.slice(1);
  return MADE[name.replace(/~\d+$/, '')] === undefined
    ? resolve(SHAPES.named[name] ?? 'anything')
    : 'anything';
}
