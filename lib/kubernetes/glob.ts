/**
 * A test for texts in which `*` stands for any characters, none included. It takes time by the length of the text,
 * whatever it is asked: an expression with `.*` may try all ways to share out the text.
 */
export function globOf(glob: string): (text: string) => boolean {
  const [first = '', ...others] = glob.split('*');
  const last = others.pop();
  if (last === undefined) return (text) => text === glob;
  const middle = others.filter((part) => part !== '');
  return (text) => {
    if (!text.startsWith(first)) return false;
    let from = first.length;
    // The first place of each part leaves the most to those after it.
    for (const part of middle) {
      const at = text.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
  };
}
