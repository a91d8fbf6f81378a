import { checkLabels } from '../../kubernetes/names';
import { show } from '../../problem/problem';
import type { Field } from './field';

/** Labels by key. */
export type Labels = Readonly<Record<string, string>>;

/** A requirement of a selector. */
export interface Expression {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** What selects pods or namespaces by their labels; without any requirement, all of them. */
export interface LabelSelector {
  readonly labels: readonly (readonly [key: string, value: string])[];
  readonly expressions: readonly Expression[];
  /** The same for selectors that are written alike. */
  readonly key: string;
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;
type Operator = (typeof OPERATORS)[number];

/** Selects everything. */
export const EVERYTHING: LabelSelector = selectorOf({}, []);

/** A selector of plain labels, and expressions. */
export function selectorOf(labels: Labels, expressions: readonly Expression[]): LabelSelector {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return { labels: sorted, expressions, key: JSON.stringify([sorted, expressions]) };
}

/**
 * Reads a label selector; an absent one selects everything.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function readSelector(field: Field): LabelSelector {
  field.only('matchLabels', 'matchExpressions');
  const labels = readLabels(field.get('matchLabels'));
  return selectorOf(labels, field.get('matchExpressions').items().map(readExpression));
}

/** Reads labels. */
export function readLabels(field: Field): Labels {
  const entries = field.members().flatMap(([key, value]) => {
    if (!value.present) value.wrong('text');
    const text = value.text('text: put it in quotes');
    return text === undefined ? [] : [[key, text] as const];
  });
  const labels = Object.fromEntries(entries);
  field.add(checkLabels(field.path, labels));
  return labels;
}

/** Whether labels meet a selector. `NotIn` is met by labels without the key, too. */
export function isSelected(selector: LabelSelector, labels: Labels): boolean {
  return (
    selector.labels.every(([key, value]) => labelOf(labels, key) === value) &&
    selector.expressions.every((expression) => isMet(expression, labelOf(labels, expression.key)))
  );
}

function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function isMet({ operator, values }: Expression, label: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return label !== undefined && values.includes(label);
    case 'NotIn':
      return label === undefined || !values.includes(label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
  }
}

function readExpression(field: Field): Expression {
  field.only('key', 'operator', 'values');
  const operator = field.get('operator').choice(OPERATORS, 'Exists');
  if (!field.get('operator').present) field.get('operator').wrong(OPERATORS.join(', '));
  const key = field.get('key').text();
  if (key === undefined || key === '') field.get('key').wrong('the key of a label');
  const values = field.get('values').texts();
  const listed = operator === 'In' || operator === 'NotIn';
  if (listed !== values.length > 0)
    field.get('values').add([
      {
        field: field.get('values').path,
        message: `got ${show(values)}, allowed ${listed ? 'at least one value' : 'no values'} with ${operator}`,
      },
    ]);
  return { key: key ?? '', operator, values };
}
