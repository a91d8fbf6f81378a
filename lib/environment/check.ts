import { EXPOSURE_KINDS, isExposureKind } from '../kubernetes/exposure';
import { checkImagePolicy } from '../kubernetes/image-policy';
import { checkDnsLabel, checkDnsSubdomain, checkLabels } from '../kubernetes/names';
import { checkCpu, checkSize, findAmount } from '../kubernetes/quantity';
import { type Allotment, boundsOf, checkAllotment } from '../pod/resources';
import { checkSpread } from '../pod/scheduling';
import { type Problem, wrongValue } from '../problem/problem';
import { checkAccessSpec } from './access-check';
import { checkIngressSpec } from './ingress';
import { checkObservability } from './observability';
import { checkPreviews } from './previews';
import { checkSecrets } from './secrets';
import type { ContainerLimits, EnvironmentSpec, PodSecurity, Quota } from './spec';
import { checkSync } from './sync';

/** Checks one environment's spec. */
export function checkEnvironment(spec: EnvironmentSpec): readonly Problem[] {
  const replicas = spec.defaults?.replicas;
  return [
    ...checkDnsLabel('name', spec.name),
    ...checkDnsSubdomain('domain', spec.domain),
    ...(spec.cluster.dnsDomain === undefined
      ? []
      : checkDnsSubdomain('cluster.dnsDomain', spec.cluster.dnsDomain)),
    ...(['preproduction', 'production'].includes(spec.tier)
      ? []
      : [wrongValue('tier', spec.tier, "'preproduction' or 'production'")]),
    ...(replicas === undefined || (Number.isInteger(replicas) && replicas >= 1)
      ? []
      : [wrongValue('defaults.replicas', replicas, 'a whole number from 1')]),
    ...checkSpread('defaults.spread', spec.defaults?.spread),
    ...(spec.podSecurity === undefined ? [] : checkPodSecurity('podSecurity', spec.podSecurity)),
    ...checkExposureKinds('exposure', spec.exposure ?? []),
    ...checkImagePolicy('imagePolicy', spec.imagePolicy ?? {}),
    ...checkLabels('labels', spec.labels ?? {}),
    ...(spec.quota === undefined ? [] : checkQuota('quota', spec.quota)),
    ...(spec.containerLimits === undefined
      ? []
      : checkContainerLimits('containerLimits', spec.containerLimits)),
    ...(spec.access === undefined ? [] : checkAccessSpec('access', spec.access, spec.mesh)),
    ...(spec.ingress === undefined ? [] : checkIngressSpec('ingress', spec.ingress)),
    ...(spec.dns?.annotationPrefix === undefined
      ? []
      : checkDnsSubdomain('dns.annotationPrefix', spec.dns.annotationPrefix)),
    ...(spec.sync === undefined ? [] : checkSync('sync', spec.sync)),
    ...(spec.previews === undefined
      ? []
      : checkPreviews('previews', spec.previews, {
          tier: spec.tier,
          onDelete: spec.sync?.onDelete,
        })),
    ...(spec.observability === undefined
      ? []
      : checkObservability('observability', spec.observability, spec.mesh)),
    ...(spec.secrets === undefined ? [] : checkSecrets('secrets', spec.secrets)),
    ...checkReason('featureBranches.allow', spec.featureBranches?.allow),
  ];
}

/** Fewer letters give no reason. */
const SHORTEST_REASON = 10;

function checkReason(field: string, reason: string | undefined): readonly Problem[] {
  if (reason === undefined || reason.trim().length >= SHORTEST_REASON) return [];
  return [wrongValue(field, reason, `a reason in words, of ${SHORTEST_REASON} letters or more`)];
}

/**
 * Checks what only several environments together can get wrong: two of one name, a promotion from
 * nowhere, and a promotion order that goes in a circle.
 */
export function checkPromotionOrder(specs: readonly EnvironmentSpec[]): readonly Problem[] {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const twice = specs.filter((spec) => byName.get(spec.name) !== spec);
  const lost = specs.filter(
    ({ promotedFrom }) => promotedFrom !== undefined && !byName.has(promotedFrom),
  );
  return [
    ...twice.map(({ name }) => wrongValue('environments', name, 'each name once')),
    ...lost.map(({ name, promotedFrom }) =>
      wrongValue(
        `environments.${name}.promotedFrom`,
        promotedFrom,
        [...byName.keys()].filter((other) => other !== name).join(', ') ||
          'none: there is no other environment',
      ),
    ),
    ...findCircles(byName),
  ];
}

/** Follows each environment's origin; a circle is told once, from its first member on. */
function findCircles(byName: ReadonlyMap<string, EnvironmentSpec>): readonly Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const start of byName.keys()) {
    const path: string[] = [];
    let name: string | undefined = start;
    while (name !== undefined && !seen.has(name)) {
      seen.add(name);
      path.push(name);
      name = byName.get(name)?.promotedFrom;
    }
    if (name === undefined || !path.includes(name)) continue;
    const circle = [...path.slice(path.indexOf(name)), name];
    problems.push({
      field: `environments.${name}.promotedFrom`,
      message: `goes in a circle: ${circle.join(' <- ')}; leave it out in the first environment of the order`,
    });
  }
  return problems;
}

/** Checks what the pods of a namespace may use together. */
export function checkQuota(field: string, quota: Quota): readonly Problem[] {
  return [
    ...checkOptional(`${field}.cpu`, quota.cpu, checkCpu),
    ...checkOptional(`${field}.memory`, quota.memory, checkSize),
    ...Object.entries({ pods: quota.pods, loadBalancers: quota.loadBalancers }).flatMap(
      ([name, count]) => (count === undefined ? [] : checkWhole(`${field}.${name}`, count)),
    ),
    ...Object.entries(quota.other ?? {}).flatMap(([name, amount]) =>
      typeof amount === 'string'
        ? checkSize(`${field}.other.${name}`, amount)
        : checkWhole(`${field}.other.${name}`, amount),
    ),
  ];
}

/** Checks what a container gets, and the most that it may say. */
export function checkContainerLimits(field: string, limits: ContainerLimits): readonly Problem[] {
  const { default: preset, max = {} } = limits;
  return [
    ...checkAllotment(`${field}.default.cpu`, preset.cpu, checkCpu),
    ...checkAllotment(`${field}.default.memory`, preset.memory, checkSize),
    ...checkMost(`${field}.max.cpu`, max.cpu, preset.cpu, checkCpu),
    ...checkMost(`${field}.max.memory`, max.memory, preset.memory, checkSize),
  ];
}

function checkMost<Q extends string | number>(
  field: string,
  max: Q | undefined,
  preset: Allotment<Q>,
  check: (field: string, quantity: Q) => readonly Problem[],
): readonly Problem[] {
  if (max === undefined) return [];
  const problems = check(field, max);
  if (problems.length > 0) return problems;
  const { request, limit = request } = boundsOf(preset);
  if ((findAmount(max) ?? 0) >= (findAmount(limit) ?? 0)) return [];
  return [wrongValue(field, max, `at least the default, ${limit}`)];
}

function checkWhole(field: string, count: number): readonly Problem[] {
  if (Number.isInteger(count) && count >= 0) return [];
  return [wrongValue(field, count, 'a whole number from 0')];
}

function checkOptional<Q extends string | number>(
  field: string,
  allotment: Allotment<Q> | undefined,
  check: (field: string, quantity: Q) => readonly Problem[],
): readonly Problem[] {
  return allotment === undefined ? [] : checkAllotment(field, allotment, check);
}

/** Checks the name of a Pod Security Standard. */
export function checkPodSecurity(field: string, level: PodSecurity): readonly Problem[] {
  return ['restricted', 'baseline', 'privileged'].includes(level)
    ? []
    : [wrongValue(field, level, "'restricted', 'baseline' or 'privileged'")];
}

/** Checks the ways in which something may be reached from outside. */
function checkExposureKinds(field: string, kinds: readonly string[]): readonly Problem[] {
  return kinds.flatMap((kind, index) =>
    isExposureKind(kind) ? [] : [wrongValue(`${field}[${index}]`, kind, EXPOSURE_KINDS.join(', '))],
  );
}
