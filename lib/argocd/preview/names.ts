/** What is another in each copy of an environment, as it stands in the texts of its manifests. */
export interface PreviewNames {
  /** Namespaces of the environment's systems. */
  readonly namespaces: readonly string[];
  /** Domain below which the hosts are. */
  readonly domain: string;
}

/** Where in a text the number of a pull request goes, behind a name. */
export interface Mention {
  /** First character of the name. */
  readonly start: number;
  /** Character after the name. */
  readonly end: number;
}

/** The names in a text that are others in each copy, in the order of their ends. */
export function mentionsIn(text: string, { namespaces, domain }: PreviewNames): readonly Mention[] {
  const found = new Map<number, Mention>();
  for (const namespace of namespaces)
    for (const start of placesOf(text, namespace)) {
      const end = start + namespace.length;
      if (!isPart(text[start - 1]) && !isPart(text[end])) found.set(end, { start, end });
    }
  for (const dot of hostsIn(text, domain)) {
    let start = dot;
    while (isPart(text[start - 1]) || text[start - 1] === '.') start--;
    // A host's first label is another one, so that a certificate for *.domain is right for all.
    const end = text.indexOf('.', start);
    if (start < end) found.set(end, { start, end });
  }
  return [...found.values()].sort((a, b) => a.end - b.end);
}

/** Whether a text has a host that is the same in each copy: the domain itself, or all hosts below it. */
export function isSharedHost(text: string, { domain }: PreviewNames): boolean {
  return text === domain || hostsIn(text, domain).some((dot) => text[dot - 1] === '*');
}

/** The dots before a domain. */
function hostsIn(text: string, domain: string): readonly number[] {
  return placesOf(text, `.${domain}`).filter((dot) => {
    const end = dot + 1 + domain.length;
    return !isPart(text[end]) && !(text[end] === '.' && isPart(text[end + 1]));
  });
}

function placesOf(text: string, part: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) places.push(at);
  return places;
}

function isPart(character: string | undefined): boolean {
  return character !== undefined && /[a-z0-9-]/.test(character);
}
