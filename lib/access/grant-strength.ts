import { gather } from '../problem/gather';
import { type Problem, wrongValue } from '../problem/problem';
import type { Grant } from './grants';

/** Rights that hold more than they say. */
interface Strong {
  /** By group; undefined for any. */
  readonly groups?: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** What one gets by it, in words. */
  readonly gives: string;
  /** Whether it is weak where objects are named. @default false */
  readonly unlessNamed?: true;
}

const WRITE = ['create', 'update', 'patch'];
const REACH_INTO = ['get', 'create', 'update', 'patch'];

/**
 * The namespaced ways to more than one's own rights.
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/
 */
const STRONG: readonly Strong[] = [
  {
    groups: [''],
    resources: ['secrets'],
    verbs: ['list', 'watch'],
    gives: 'shows what all Secrets of the namespace hold',
  },
  {
    groups: [''],
    resources: ['secrets'],
    verbs: ['get'],
    gives: 'shows what any Secret of the namespace holds, without resourceNames',
    unlessNamed: true,
  },
  {
    groups: [''],
    resources: ['serviceaccounts/token'],
    verbs: ['create'],
    gives: 'makes tokens by which it is someone else',
  },
  {
    groups: [''],
    resources: ['pods/attach', 'pods/ephemeralcontainers', 'pods/exec'],
    verbs: REACH_INTO,
    gives: 'runs what it likes in other pods',
  },
  {
    groups: [''],
    resources: ['pods/portforward', 'pods/proxy', 'services/proxy'],
    verbs: REACH_INTO,
    gives: 'reaches pods past all policies',
  },
  {
    resources: [
      'analysisruns',
      'cronjobs',
      'daemonsets',
      'deployments',
      'experiments',
      'jobs',
      'pods',
      'replicasets',
      'replicationcontrollers',
      'rollouts',
      'scaledjobs',
      'statefulsets',
    ],
    verbs: WRITE,
    gives: 'runs pods with any account and any Secret of the namespace',
  },
  {
    resources: [
      'authorizationpolicies',
      'ciliumnetworkpolicies',
      'networkpolicies',
      'peerauthentications',
    ],
    verbs: [...WRITE, 'delete', 'deletecollection'],
    gives: 'opens what policies keep closed',
  },
];

/** Rights to give oneself others: to make roles that hold more than one has, to bind them, to be someone else. */
const ESCALATING: readonly string[] = ['bind', 'escalate', 'impersonate'];

/** Fewer letters give no reason. */
const SHORTEST_REASON = 10;

/** Checks that rights which hold more than they say have a reason. */
export function checkStrong(at: string, grant: Grant): readonly Problem[] {
  const { because } = grant;
  const found = gather(findWild(at, grant), findEscalating(at, grant), findStrong(at, grant));
  if (found.length === 0 || (because ?? '').trim().length >= SHORTEST_REASON) return [];
  if (because === undefined) return found;
  return [
    wrongValue(
      `${at}.because`,
      because,
      `a reason in words, of ${SHORTEST_REASON} letters or more`,
    ),
  ];
}

function findWild(at: string, grant: Grant): readonly Problem[] {
  return (['apiGroups', 'resources', 'verbs'] as const).flatMap((part) =>
    grant[part]
      .filter((name) => name.includes('*'))
      .map((name) =>
        wrongValue(`${at}.${part}`, name, 'names one by one, or a reason in `because`'),
      ),
  );
}

function findEscalating(at: string, { verbs }: Grant): readonly Problem[] {
  return verbs
    .filter((verb) => ESCALATING.includes(verb))
    .map((verb) =>
      wrongValue(
        `${at}.verbs`,
        verb,
        'verbs that give no further rights, or a reason in `because`',
      ),
    );
}

function findStrong(
  at: string,
  { apiGroups, resources, verbs, resourceNames }: Grant,
): readonly Problem[] {
  return STRONG.flatMap((strong) => {
    const { groups, gives, unlessNamed } = strong;
    if (groups?.every((group) => !apiGroups.includes(group))) return [];
    if (unlessNamed && resourceNames !== undefined) return [];
    const reached = resources.filter((resource) => strong.resources.includes(resource));
    if (reached.length === 0) return [];
    const given = verbs.filter((verb) => strong.verbs.includes(verb));
    return given.length === 0
      ? []
      : reached.map((resource) => ({
          field: `${at}.resources`,
          message: `got "${resource}" with ${given.join(', ')}, which ${gives}: leave it out, or give a reason in \`because\``,
        }));
  });
}
