/** Forms of keys that their makers have made to be recognised. */
const FORMS: readonly (readonly [what: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/],
  ['an access key of AWS', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['an API key of Google', /\bAIza[\w-]{35}(?![\w-])/],
  ['a client secret of Google', /\bGOCSPX-[\w-]{28}(?![\w-])/],
  ['a token of GitHub', /\b(?:gh[opsur]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})\b/],
  ['a token of GitLab', /\bglpat-[\w-]{20,}/],
  ['a token of Slack', /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ['an address of Slack', /\bhooks\.slack\.com\/services\/T\w+\/B\w+\/\w{20,}/],
  ['a key of Stripe', /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/],
  ['a key of SendGrid', /\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])/],
  ['a token of npm', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a token of Docker', /\bdckr_pat_[\w-]{20,}/],
  ['a key of Azure', /\bAccountKey=[A-Za-z0-9+/]{80,}={0,2}/],
  ['a JSON web token', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/],
];

/** What all of them have somewhere: most texts have none of it, and need no closer look. */
const HINT =
  /-----BEGIN|AKIA|ASIA|AIza|GOCSPX-|gh[opsur]_|github_pat_|glpat-|xox[abeoprs]-|hooks\.slack|k_(?:live|test)_|SG\.|npm_|dckr_pat_|AccountKey=|eyJ/;

/** What a text holds that has the form of a known key: `a token of GitHub`. */
export function findKnownKey(text: string): string | undefined {
  if (!HINT.test(text)) return LONG_BASE64.test(text) ? findEncodedKey(text) : undefined;
  return FORMS.find(([, form]) => form.test(text))?.[0];
}

/** The Base64 of `-----BEGIN`. */
const LONG_BASE64 = /^LS0tLS1CRUdJTi[A-Za-z0-9+/=\s]+$/;

/** A certificate is for all to read, a private key isn't. */
function findEncodedKey(text: string): string | undefined {
  const begin = Buffer.from(text.slice(0, 80), 'base64').toString('latin1');
  return /^-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY/.test(begin) ? 'a private key' : undefined;
}

const TOKEN = /^[A-Za-z0-9+/_-]{24,200}={0,2}$/;

/** Names of what looks random and is for all to read. */
const PUBLIC_NAME =
  /(?:hash|digest|checksum|sha\d*|sum|id|uuid|guid|nonce|fingerprint|integrity|revision|version|commit|cert|certificate|ca|bundle|public_?key|pub|signature)$/i;

/** Least switches between capitals, small letters and digits, by length: words have few, random texts many. */
const SWITCHES = 0.45;

/** Least bits of each character. */
const BITS = 3.6;

/** Whether a value is random, and long enough to be a key: no word, hash, path or certificate. */
export function isRandom(name: string, value: string): boolean {
  if (!TOKEN.test(value) || PUBLIC_NAME.test(name) || value.startsWith('LS0tLS1CRUdJTi'))
    return false;
  if (!/[a-z]/.test(value) || !/[A-Z]/.test(value) || !/\d.*\d/.test(value)) return false;
  const kinds = Array.from(value, (letter) =>
    /\d/.test(letter) ? 0 : /[a-z]/.test(letter) ? 1 : 2,
  );
  const switches = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return switches >= value.length * SWITCHES && bitsOf(value) >= BITS;
}

/** The mean information of a character, after Shannon. */
function bitsOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
