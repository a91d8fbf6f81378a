import { isAddress } from '../endpoint/address';
import { problemsOf } from '../endpoint/problems';
import { checkDuration } from '../kubernetes/duration';
import { checkAnnotations, checkDnsSubdomain } from '../kubernetes/names';
import { findSureSecretInParameter } from '../manifest/secret-likeness';
import { renderLiteral } from '../pod/env';
import { type Problem, wrongValue } from '../problem/problem';
import type { KedaScaling } from './keda';
import { endpointsOfTriggers } from './plan';
import type { Trigger, TriggerAuth } from './trigger';

/** Checks scaling by KEDA. */
export function checkKeda(field: string, scaling: KedaScaling): readonly Problem[] {
  const { min, max, triggers, fallback } = scaling;
  return [
    ...checkWhole(`${field}.min`, min, 0),
    ...checkWhole(`${field}.max`, max, Math.max(1, min)),
    ...checkTriggers(`${field}.triggers`, triggers),
    ...(min === 0 && triggers.length > 0 && triggers.every(({ needsPods }) => needsPods)
      ? [
          wrongValue(
            `${field}.min`,
            min,
            'a whole number from 1: CPU and memory of no pods start none, unless another trigger does',
          ),
        ]
      : []),
    ...checkDuration(`${field}.pollingInterval`, scaling.pollingInterval, 1),
    ...checkDuration(`${field}.cooldown`, scaling.cooldown, 0),
    ...checkDuration(`${field}.initialCooldown`, scaling.initialCooldown, 0),
    ...(fallback === undefined
      ? []
      : [
          ...checkWhole(`${field}.fallback.failures`, fallback.failures, 1),
          ...checkWhole(`${field}.fallback.replicas`, fallback.replicas, 0),
          ...(fallback.replicas > max
            ? [wrongValue(`${field}.fallback.replicas`, fallback.replicas, `at most ${max}, max`)]
            : []),
        ]),
    ...checkAnnotations(`${field}.annotations`, scaling.annotations ?? {}),
  ];
}

/** Checks triggers, of which there is at least one. */
export function checkTriggers(field: string, triggers: readonly Trigger[]): readonly Problem[] {
  if (triggers.length === 0)
    return [{ field, message: 'is empty: add one, such as prometheusTrigger({ ... })' }];
  const names = triggers.flatMap(({ name }) => name ?? []);
  // An authentication is named by its trigger's name, or else by its type.
  const unnamed = triggers.flatMap(({ name, type, auth }) =>
    name === undefined && auth !== undefined && auth.existing === undefined ? [type] : [],
  );
  return [
    ...triggers.flatMap((one, index) => checkTrigger(`${field}[${index}]`, one)),
    ...names
      .filter((name, index) => names.indexOf(name) < index)
      .map((name) => wrongValue(field, name, 'each name once')),
    ...unnamed
      .filter((type, index) => unnamed.indexOf(type) < index)
      .map((type) =>
        wrongValue(field, type, 'one of a type with `auth`: give each of them a `name`'),
      ),
  ];
}

function checkTrigger(field: string, one: Trigger): readonly Problem[] {
  const { type, metadata, auth, name, problems } = one;
  return [
    ...problems.map((problem) => ({ ...problem, field: `${field}.${problem.field}` })),
    ...(/^[a-z0-9-]+$/.test(type)
      ? []
      : [wrongValue(`${field}.type`, type, "the name of one of KEDA's scalers: 'prometheus'")]),
    ...(name === undefined || /^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?$/.test(name)
      ? []
      : [wrongValue(`${field}.name`, name, "letters, digits and '-'")]),
    ...Object.entries(metadata).flatMap(([key, value]) =>
      isAddress(value) || ['string', 'number', 'boolean'].includes(typeof value)
        ? []
        : [wrongValue(`${field}.metadata.${key}`, value, 'text, a number or an endpoint')],
    ),
    ...checkNoSecrets(field, metadata),
    ...endpointsOfTriggers([one]).flatMap((endpoint) => problemsOf(field, endpoint)),
    ...(auth === undefined ? [] : checkAuth(`${field}.auth`, auth)),
  ];
}

/** What is in a manifest is read by all who read the repository; the value itself is never shown. */
function checkNoSecrets(field: string, metadata: Trigger['metadata']): readonly Problem[] {
  return Object.entries(metadata).flatMap(([key, value]) => {
    const isReadable = isAddress(value) || typeof value === 'string';
    const kind = isReadable && findSureSecretInParameter(key, renderLiteral(value, undefined));
    if (!kind) return [];
    return [
      {
        field: `${field}.metadata.${key}`,
        message: `looks like ${kind} in plain text, which is not for git: name the key of a Secret, auth: { secrets: { ${key}: secretKey('...', '...') } }, or of the pods' own with ${key}FromEnv, where the scaler has that`,
      },
    ];
  });
}

function checkAuth(field: string, auth: TriggerAuth): readonly Problem[] {
  if (auth.existing !== undefined) return checkDnsSubdomain(`${field}.existing`, auth.existing);
  const { secrets = {}, identity } = auth;
  return [
    ...(Object.keys(secrets).length === 0 && identity === undefined
      ? [{ field, message: 'is empty: add secrets, identity or existing' }]
      : []),
    ...Object.entries(secrets).flatMap(([parameter, source]) =>
      source.kind === 'secret-key'
        ? []
        : [
            wrongValue(
              `${field}.secrets.${parameter}`,
              source,
              "a key of a Secret, never a value: secretKey('redis', 'password')",
            ),
          ],
    ),
    ...(identity?.roleArn !== undefined && identity.provider !== 'aws'
      ? [{ field: `${field}.identity.roleArn`, message: "is for provider 'aws': leave it out" }]
      : []),
    ...(identity?.identityId !== undefined && identity.provider !== 'azure-workload'
      ? [
          {
            field: `${field}.identity.identityId`,
            message: "is for provider 'azure-workload': leave it out",
          },
        ]
      : []),
  ];
}

/** Checks a whole number from a least one. */
export function checkWhole(field: string, value: number, least: number): readonly Problem[] {
  if (Number.isInteger(value) && value >= least && value < 2 ** 31) return [];
  return [wrongValue(field, value, `a whole number from ${least}`)];
}
