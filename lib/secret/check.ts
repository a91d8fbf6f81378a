import { checkDuration } from '../kubernetes/duration';
import {
  checkAnnotations,
  checkDataKey,
  checkDnsSubdomain,
  checkLabels,
} from '../kubernetes/names';
import { fieldsOf } from '../manifest/fields';
import { findNearest } from '../problem/nearest';
import { type Problem, wrongValue } from '../problem/problem';
import { remoteOf } from './plan';
import type { ExternalSecretProps, KeySource, SealedSecretProps } from './spec';

/** Checks an ExternalSecret. Nothing that might be a secret's value is shown. */
export function checkExternalSecret(
  name: string,
  props: ExternalSecretProps<string, string>,
): readonly Problem[] {
  const { keys, template = {}, secretName, refreshInterval } = props;
  return [
    ...checkCommon(name, keys, 'keys', props),
    ...Object.entries(keys).flatMap(([key, source]) => checkSource(`keys.${key}`, source)),
    ...Object.entries(template).flatMap(([key, text]) => checkTemplate(key, text, keys)),
    ...(secretName === undefined ? [] : checkDnsSubdomain('secretName', secretName)),
    ...checkDuration('refreshInterval', refreshInterval, 0),
  ];
}

/** Checks a SealedSecret. */
export function checkSealedSecret(name: string, props: SealedSecretProps): readonly Problem[] {
  const { encryptedData, scope } = props;
  return [
    ...checkCommon(name, encryptedData, 'encryptedData', props),
    ...Object.entries(encryptedData).flatMap(([key, text]) =>
      isSealed(text) ? [] : [{ field: `encryptedData.${key}`, message: NOT_SEALED }],
    ),
    ...(scope === undefined || ['strict', 'namespace-wide', 'cluster-wide'].includes(scope)
      ? []
      : [wrongValue('scope', scope, "'strict', 'namespace-wide' or 'cluster-wide'")]),
  ];
}

const NOT_SEALED =
  "isn't sealed, and a plain value is not for git: give what `kubeseal --raw` makes of it";

/** A key of RSA, sealed values begin with, alone has more than 340 characters in base64. */
const SHORTEST_SEALED = 340;

function isSealed(text: unknown): boolean {
  return (
    typeof text === 'string' &&
    text.length >= SHORTEST_SEALED &&
    /^[A-Za-z0-9+/]+={0,2}$/.test(text)
  );
}

function checkCommon(
  name: string,
  keys: object,
  field: string,
  { labels = {}, annotations = {} }: Pick<SealedSecretProps, 'labels' | 'annotations'>,
): readonly Problem[] {
  return [
    ...checkDnsSubdomain('name', name),
    ...(Object.keys(keys).length === 0 ? [{ field, message: 'is empty: name a key' }] : []),
    ...Object.keys(keys).flatMap((key) => checkDataKey(field, key)),
    ...checkLabels('labels', labels),
    ...checkAnnotations('annotations', annotations),
  ];
}

const ALLOWED = "where it is kept: 'path#property', or { key, property }";

function checkSource(field: string, source: KeySource): readonly Problem[] {
  if (typeof source !== 'string' && fieldsOf(source).value !== undefined)
    return [
      {
        field: `${field}.value`,
        message: `a plain value is not for git: put it into the store, and say here ${ALLOWED}`,
      },
    ];
  const { key, property } = fieldsOf(typeof source === 'string' ? remoteOf(source) : source);
  return [key, property ?? '-'].every((part) => typeof part === 'string' && /^\S+$/.test(part))
    ? []
    : [{ field, message: `doesn't say ${ALLOWED}` }];
}

function checkTemplate(key: string, text: string, keys: object): readonly Problem[] {
  const field = `template.${key}`;
  return [
    ...checkDataKey('template', key),
    ...(Object.hasOwn(keys, key)
      ? [wrongValue('template', key, 'another name: this one is among `keys`')]
      : []),
    ...(text.includes('{{')
      ? []
      : [
          {
            field,
            message:
              'has no {{ .key }} in it: a plain text that is no secret belongs into `config`, and one that is, into the store',
          },
        ]),
    ...unknownKeys(text, Object.keys(keys)).map((name) => {
      const near = findNearest(name, Object.keys(keys));
      const hint = near === undefined ? '' : `, did you mean '.${near}'?`;
      return wrongValue(
        field,
        `.${name}`,
        `one of \`keys\`: ${Object.keys(keys).join(', ')}${hint}`,
      );
    }),
  ];
}

/** An action of a template. */
const ACTION = /\{\{([\s\S]*?)\}\}/g;

/** Texts and comments in an action. */
const TEXTS = /"(?:[^"\\]|\\.)*"|`[^`]*`|\/\*[\s\S]*?\*\//g;

/** Inside these, the dot is something else than the keys; and a template may be named from elsewhere. */
const MOVES_DOT = /\b(?:range|with|define|block|template)\b/;

/** What is named as a key of the data, and isn't among them: `.name`, but no field of a variable or a result. */
function unknownKeys(text: string, keys: readonly string[]): readonly string[] {
  const actions = [...text.matchAll(ACTION)].map(([, action = '']) => action.replace(TEXTS, '""'));
  if (actions.some((action) => MOVES_DOT.test(action))) return [];
  const named = actions.flatMap((action) =>
    [...action.matchAll(/(?<![\w)\].$])\.([A-Za-z_]\w*)/g)].map(([, name = '']) => name),
  );
  return [...new Set(named)].filter((name) => !keys.includes(name));
}
