/** Whether a value meets one of Istio's patterns: `abc`, `abc*`, `*abc`, or `*` for any value that isn't empty. */
export function meets(pattern: string, value: string): boolean {
  if (pattern === '*') return value !== '';
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return value === pattern;
}

/**
 * Whether a path meets a pattern or a template: `{*}` stands for one segment, `{**}` for any number of them.
 * What follows a `?` is no part of the path.
 */
export function meetsPath(pattern: string, path: string): boolean {
  const [plain = ''] = path.split(/[?#]/);
  return /\{\*\*?\}/.test(pattern) ? templateOf(pattern).test(plain) : meets(pattern, plain);
}

function templateOf(template: string): RegExp {
  const parts = template.split(/(\{\*\*?\})/).map((part) => {
    if (part === '{**}') return '.*';
    return part === '{*}' ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}
