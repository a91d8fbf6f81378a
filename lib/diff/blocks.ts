import { portsInWords } from '../reachability/pairs';
import { POLICY_KINDS } from './kinds';
import type { Consequence, EnvironmentDiff, ObjectDiff, ObjectState } from './spec';

/** Objects of a kind that differ alike, as people are told of them. */
export interface Block {
  readonly state: ObjectState;
  /** `Deployment shop-prod/cart, adservice` */
  readonly title: string;
  /** What changes, a line each, or several in one text. */
  readonly changes: readonly string[];
  readonly consequences: readonly Consequence[];
}

/** What differs in an environment, for people: the same of several objects told once. */
export function blocksOf(environment: EnvironmentDiff): readonly Block[] {
  const tellsAccess = environment.opened.length + environment.closed.length > 0;
  const groups = new Map<
    string,
    { first: ObjectDiff; others: ObjectDiff[]; changes: readonly string[] }
  >();
  for (const object of environment.objects) {
    const { kind, state, consequences } = object;
    const changes = linesOf(object, tellsAccess);
    // Each danger is acknowledged by itself, and so is told by itself.
    const own = consequences.some(({ danger }) => danger !== undefined) ? object.object : '';
    const told = consequences.map(({ message }) => message);
    const key = JSON.stringify([kind, state, changes, told, own]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: object, others: [], changes });
    else group.others.push(object);
  }
  return [...groups.values()].map(({ first, others, changes }) => ({
    state: first.state,
    title: titleOf(first, others),
    changes,
    consequences: first.consequences,
  }));
}

/** The consequences that don't go without saying: what is removed is pruned. */
export function untold(
  state: ObjectState,
  consequences: readonly Consequence[],
): readonly Consequence[] {
  return state === 'removed'
    ? consequences.filter(({ effect }) => effect !== 'is pruned')
    : consequences;
}

/** Who may call whom from now on, and who no longer, a line each. */
export function accessLines({ opened, closed }: EnvironmentDiff): readonly string[] {
  const line = (word: string) => (one: EnvironmentDiff['opened'][number]) =>
    `${word}  ${some(one.from)} -> ${some(one.to)}  ${portsInWords(one.ports)}`;
  return [...opened.map(line('opened')), ...closed.map(line('closed'))];
}

/** How the objects of a diff are counted: `1 added, 2 changed`. */
export function countInWords(environments: readonly EnvironmentDiff[]): string {
  const objects = environments.flatMap((environment) => environment.objects);
  const counts = (['added', 'changed', 'removed'] as const).map((state) => ({
    state,
    count: objects.filter((object) => object.state === state).length,
  }));
  const told = counts
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`);
  return told.length === 0 ? 'nothing changes' : told.join(', ');
}

/** Names that are told; of more, how many there are. */
const SHOWN = 8;

function some(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(', ');
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}

/** `Deployment shop-prod/cart, frontend`: the namespace is told where it is another one. */
function titleOf(first: ObjectDiff, others: readonly ObjectDiff[]): string {
  const names = [first, ...others].map(({ namespace, name }, index, all) =>
    namespace === '' || namespace === all[index - 1]?.namespace ? name : `${namespace}/${name}`,
  );
  return `${first.kind} ${some(names)}`;
}

function linesOf({ kind, changes, state }: ObjectDiff, tellsAccess: boolean): readonly string[] {
  if (state !== 'changed') return [];
  const isPolicy = tellsAccess && POLICY_KINDS.includes(kind);
  const hasImage = changes.some(({ meaning }) => meaning === 'image');
  const shown = changes.filter(
    ({ meaning }) =>
      meaning !== 'name' &&
      !(isPolicy && meaning === 'access') &&
      !(hasImage && meaning === 'version'),
  );
  if (shown.length === 0)
    return [isPolicy ? 'opens or closes calls, as told below' : 'reads changed configuration'];
  return shown.map(({ text }) => text);
}
