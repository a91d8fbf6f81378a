import { fieldsOf } from '../../manifest/fields';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import type { Objects, PodsEntry } from '../objects';
import { containersOf, type PodContainer } from '../references/uses';
import { rules } from '../rule';
import { amountIn, defaultsAt } from './limit-ranges';

/** What containers ask for. */
export const resources = rules(
  'sense',
  {
    'missing-resources': ['warning', "a container doesn't say what it needs"],
    'requests-over-limits': ['error', 'a container requests more than its limit'],
  },
  {
    check: (objects) =>
      objects
        .pods()
        .flatMap((pods) =>
          containersOf(pods).flatMap((container) => [
            ...checkMissing(objects, pods, container),
            ...checkLimits(pods, container),
          ]),
        ),
  },
);

/** What a scheduler needs to know, and what protects the node. A limit of CPU would slow down what runs alone. */
const NEEDED = ['requests.cpu', 'requests.memory', 'limits.memory'] as const;

function checkMissing(
  objects: Objects,
  { entry }: PodsEntry,
  { fields, path }: PodContainer,
): readonly Finding[] {
  const { requests, limits } = fieldsOf(fields.resources);
  const said = { requests: { ...fieldsOf(limits), ...fieldsOf(requests) }, limits };
  const given = defaultsAt(objects, entry);
  const missing = NEEDED.filter((need) => {
    const [side, unit = ''] = need.split('.');
    const own = fieldsOf(side === 'limits' ? said.limits : said.requests)[unit];
    return (own ?? given[need]) === undefined;
  });
  if (missing.length === 0) return [];
  const message = `has no ${missing.join(', no ')}: say what it needs, or give the namespace a LimitRange`;
  return [
    findingOf('missing-resources', entry, { field: `${path}.resources`, message }, 'warning'),
  ];
}

function checkLimits({ entry }: PodsEntry, { fields, path }: PodContainer): readonly Finding[] {
  const { requests, limits } = fieldsOf(fields.resources);
  return Object.entries(fieldsOf(requests)).flatMap(([resource, request]) => {
    const limit = fieldsOf(limits)[resource];
    const [low, high] = [amountIn(request), amountIn(limit)];
    if (low === undefined || high === undefined || low <= high * (1 + 1e-9)) return [];
    const message = `got ${show(request)}, allowed at most the limit, ${show(limit)}`;
    return [
      findingOf('requests-over-limits', entry, {
        field: `${path}.resources.requests.${resource}`,
        message,
      }),
    ];
  });
}
