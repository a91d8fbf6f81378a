import { gather, gatherAll } from '../problem/gather';
import { findNearest } from '../problem/nearest';
import { type Problem, wrongValue } from '../problem/problem';
import { checkShape, judge } from '../shape/check';
import { findAdvice } from '../shape/words';
import {
  groupsWith,
  isClusterWide,
  isKnownGroup,
  knownGroups,
  namespacedIn,
  partsOf,
} from './api-resources';
import { checkStrong } from './grant-strength';
import type { Grant } from './grants';

/**
 * Checks that grants are rights that a Role can give, and that those which give more than they seem to, or are
 * written with a `*`, have a reason.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export function checkGrants(field: string, grants: readonly Grant[] = []): readonly Problem[] {
  if (!Array.isArray(grants))
    return [wrongValue(field, grants, 'a list: [{ apiGroups, resources, verbs }]')];
  return grants.flatMap((grant: Grant, index) => checkGrant(`${field}[${index}]`, grant));
}

function checkGrant(at: string, grant: Grant): readonly Problem[] {
  const problems = checkShape('Grant', at, grant);
  return problems.length === 0
    ? checkRights(at, grant)
    : judge({ problems }, () => checkRights(at, grant));
}

const LISTS = ['apiGroups', 'resources', 'verbs', 'resourceNames'] as const;

function checkRights(at: string, grant: Grant): readonly Problem[] {
  const empty = LISTS.filter((part) => grant[part]?.length === 0);
  if (empty.length > 0)
    return empty.map((part) => ({
      field: `${at}.${part}`,
      message: `is empty: ${findAdvice(`Grant.${part}`)}`,
    }));
  const impossible = gather(
    gatherAll(grant.apiGroups.map((group) => checkGroup(`${at}.apiGroups`, group))),
    gatherAll(grant.resources.map((resource) => checkResource(`${at}.resources`, resource, grant))),
    gatherAll(grant.verbs.map((verb) => checkVerb(`${at}.verbs`, verb, grant))),
  );
  return impossible.length > 0 ? impossible : checkStrong(at, grant);
}

/** Of custom resources, a domain; of Kubernetes' own, one of those that there are. */
const GROUP = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

function checkGroup(field: string, group: string): readonly Problem[] {
  if (isWild(group) || isKnownGroup(group) || GROUP.test(group)) return [];
  if (group === 'core' || /^v\d/.test(group))
    return [wrongValue(field, group, "'', which is the group of pods, configmaps and the like")];
  const [first = ''] = group.toLowerCase().split('/');
  const right = isKnownGroup(first) || GROUP.test(first) ? first : findGroup(first);
  return [
    wrongValue(
      field,
      group,
      right === undefined
        ? "'' or a group such as 'apps' or 'example.com', without a version"
        : `the group without a version: '${right}'`,
    ),
  ];
}

function findGroup(word: string): string | undefined {
  const groups = knownGroups().filter((group) => group !== '');
  return groups.find((group) => group.startsWith(`${word}.`)) ?? findNearest(word, groups);
}

function checkResource(
  field: string,
  name: string,
  { apiGroups, verbs }: Grant,
): readonly Problem[] {
  const [resource = '', part, ...rest] = name.split('/');
  if (isWild(resource)) return [];
  if (!/^[a-z0-9][-a-z0-9]*$/.test(resource) || rest.length > 0 || part === '')
    return [
      wrongValue(
        field,
        name,
        `a plural in lower case: '${nearResource(resource) ?? 'configmaps'}'`,
      ),
    ];
  const isNamespaced = apiGroups.some(
    (group) => !isClusterWide(group, resource) && mayHave(group, resource),
  );
  if (resource === 'namespaces' && apiGroups.includes('')) return checkNamespaces(field, verbs);
  if (!isNamespaced && apiGroups.some((group) => isClusterWide(group, resource)))
    return [
      wrongValue(
        field,
        name,
        'what is in a namespace: a Role gives no right to anything else, a ClusterRole of its own does',
      ),
    ];
  if (!isNamespaced) return [wrongValue(field, name, inOtherGroup(resource, apiGroups))];
  return checkPart(field, resource, part, apiGroups);
}

/** Of a custom group, all words. */
function mayHave(group: string, resource: string): boolean {
  return isWild(group) || !isKnownGroup(group) || namespacedIn(group).includes(resource);
}

/** A Role may be about its own namespace, but neither about all of them nor about new ones. */
function checkNamespaces(field: string, verbs: readonly string[]): readonly Problem[] {
  const beyond = verbs.filter((verb) =>
    ['list', 'watch', 'create', 'deletecollection'].includes(verb),
  );
  if (beyond.length === 0) return [];
  return [
    wrongValue(
      field,
      'namespaces',
      `without ${beyond.join(', ')}: a Role has a say in its own namespace alone`,
    ),
  ];
}

function inOtherGroup(resource: string, apiGroups: readonly string[]): string {
  const [group] = groupsWith(resource);
  if (group !== undefined) return `with '${group}' in apiGroups, where this resource is`;
  const near = nearResource(resource);
  if (near !== undefined) return `'${near}', in plural`;
  return `those of ${apiGroups.map((name) => `'${name}'`).join(', ')}: ${apiGroups.flatMap(namespacedIn).join(', ')}`;
}

/** The resource of Kubernetes' own that is meant, by its kind or a slip of the finger. */
function nearResource(word: string): string | undefined {
  return findNearest(word, knownGroups().flatMap(namespacedIn));
}

function checkPart(
  field: string,
  resource: string,
  part: string | undefined,
  apiGroups: readonly string[],
): readonly Problem[] {
  if (part === undefined || isWild(part) || !apiGroups.every(isKnownGroup)) return [];
  const known = partsOf(resource);
  if (known.includes(part)) return [];
  const near = findNearest(part, known);
  return [
    wrongValue(
      field,
      `${resource}/${part}`,
      near === undefined
        ? known.map((one) => `${resource}/${one}`).join(', ')
        : `'${resource}/${near}'`,
    ),
  ];
}

/** What the API server asks for. */
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

/** What it asks for beside that, of roles and accounts; custom resources may have further ones. */
const MORE_VERBS = ['bind', 'escalate', 'impersonate', 'use'];

function checkVerb(field: string, verb: string, grant: Grant): readonly Problem[] {
  if (isWild(verb)) return [];
  if (!VERBS.includes(verb) && !MORE_VERBS.includes(verb)) {
    const isOwn = grant.apiGroups.every(isKnownGroup);
    if (!isOwn && /^[a-z][-a-z]*$/.test(verb)) return [];
    const near = findNearest(verb, [...VERBS, ...MORE_VERBS]);
    return [wrongValue(field, verb, near === undefined ? VERBS.join(', ') : `'${near}'`)];
  }
  return checkNamedVerb(field, verb, grant);
}

/** What is still to be made has no name by which it could be chosen; what is part of an object has. */
function checkNamedVerb(
  field: string,
  verb: string,
  { resources, resourceNames }: Grant,
): readonly Problem[] {
  const isNameless = verb === 'create' || verb === 'deletecollection';
  if (!isNameless || resourceNames === undefined) return [];
  if (resources.every((resource) => resource.includes('/'))) return [];
  return [
    wrongValue(
      field,
      verb,
      'without resourceNames, which it never meets: put it into a grant of its own',
    ),
  ];
}

/** A star stands for all, never for a part of a word. */
function isWild(word: string): boolean {
  return word === '*';
}
