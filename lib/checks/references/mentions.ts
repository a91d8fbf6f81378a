import { fieldsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { type Objects, perSet } from '../objects';

/** What is looked for: any name, or that of an account. */
type Sense = 'name' | 'account';

/**
 * Whether any other object of the cluster has a name in a text of its own, wherever that may be: in an argument of
 * a container, or in a field that no rule knows. For the few names that nothing is known to use.
 */
export function isMentioned(
  objects: Objects,
  entry: ManifestEntry,
  name: string,
  sense: Sense = 'name',
): boolean {
  const owners = mentions(objects).get(`${entry.cluster} ${sense} ${name}`);
  return owners !== undefined && (owners === 'many' || owners !== entry);
}

/** Each name that stands in a text, with the object that has it; made where a rule first asks. */
const mentions = perSet((objects) => {
  const names = new Map<string, ManifestEntry | 'many'>();
  for (const entry of objects.all) {
    const add = (text: string, sense: Sense) => {
      for (const [word] of text.matchAll(/[a-z0-9][a-z0-9.-]*/g)) {
        const name = `${entry.cluster} ${sense} ${word.replace(/[.-]+$/, '')}`;
        const known = names.get(name);
        if (known !== entry) names.set(name, known === undefined ? entry : 'many');
      }
    };
    const { metadata, kind: _, apiVersion: __, ...rest } = entry.manifest;
    walk(rest, '', add);
    walk(metadata.annotations, '', add);
  }
  return names;
});

/** Fields that say what an object is, and nothing of others. */
const OWN: ReadonlySet<string> = new Set(['labels', 'matchLabels', 'image']);

function walk(value: unknown, key: string, add: (text: string, sense: Sense) => void): void {
  if (typeof value === 'string') {
    add(value, /serviceaccount/i.test(key) ? 'account' : 'name');
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) walk(item, key, add);
    return;
  }
  for (const [name, member] of Object.entries(fieldsOf(value))) {
    if (OWN.has(name)) continue;
    // A selector of a Service is labels, too; that of a secret names it.
    if (name === 'selector' && key === 'spec') continue;
    walk(member, /serviceaccount/i.test(key) ? key : name, add);
  }
}
