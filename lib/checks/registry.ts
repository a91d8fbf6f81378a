import { claims } from './references/claims';
import { data } from './references/data';
import { gateways } from './references/gateways';
import { links } from './references/links';
import { monitors } from './references/monitors';
import { orphans } from './references/orphans';
import { podReferences } from './references/pods';
import { policies } from './references/policies';
import { roles } from './references/roles';
import { routes } from './references/routes';
import { scaling } from './references/scaling';
import { budgets, workloadSelectors } from './references/selectors';
import { headless, nodePorts, services } from './references/services';
import type { RuleInfo } from './rule';
import { applications, duplicates, hardening, inputs, quotas, releases, secrets } from './rules';
import { openings, unguarded } from './safety/openings';
import { rolePowers } from './safety/roles';
import { schemas } from './schema/rules';
import { autoscaling } from './sense/autoscaling';
import { evictions, missingBudgets } from './sense/budgets';
import { sharedClaims } from './sense/claims';
import { limitRanges } from './sense/limit-ranges';
import { meshProtocols } from './sense/mesh';
import { podSense } from './sense/pods';
import { probes } from './sense/probes';
import { production } from './sense/production';
import { resources } from './sense/resources';
import { schedules } from './sense/schedules';
import { sharedMeshPorts } from './sense/service-entries';
import { shutdowns } from './sense/shutdown';
import { waiverRules } from './waivers';

/** All checks, in the order in which they are told. */
export const CHECKS = [
  inputs,
  schemas,
  duplicates,
  applications,
  hardening,
  secrets,
  releases,
  services,
  nodePorts,
  headless,
  podReferences,
  data,
  routes,
  gateways,
  claims,
  scaling,
  workloadSelectors,
  budgets,
  policies,
  monitors,
  roles,
  links,
  orphans,
  quotas,
  limitRanges,
  resources,
  evictions,
  missingBudgets,
  autoscaling,
  probes,
  shutdowns,
  podSense,
  production,
  sharedClaims,
  meshProtocols,
  sharedMeshPorts,
  schedules,
  rolePowers,
  openings,
  unguarded,
  waiverRules,
];

/** Id of a rule. */
export type RuleId = (typeof CHECKS)[number]['rules'][number]['id'];

/** All rules. */
export function allRules(): readonly RuleInfo<RuleId>[] {
  return CHECKS.flatMap(({ rules }): readonly RuleInfo<RuleId>[] => rules);
}
