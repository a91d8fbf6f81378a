import type { Tags } from 'yaml';

/**
 * How Kubernetes' tools read YAML: as 1.1, but for times and numbers to the base of 60, which are texts to
 * them. A key that stands twice in a map is for `findMistake` to find.
 */
export const YAML_DIALECT = {
  version: '1.1',
  merge: true,
  // The parser compares each key with all others: of many keys, that takes minutes.
  uniqueKeys: false,
  customTags: (tags: Tags): Tags =>
    tags.filter(
      (tag) =>
        typeof tag === 'string' ||
        (tag.tag !== 'tag:yaml.org,2002:timestamp' &&
          (!('format' in tag) || tag.format !== 'TIME')),
    ),
} as const;
