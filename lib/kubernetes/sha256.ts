import * as crypto from 'node:crypto';

/** The SHA-256 of a text, as hex digits. */
export function sha256(text: string): string {
  // Node.js 20.12 and later do it at once, in half the time.
  return typeof crypto.hash === 'function'
    ? crypto.hash('sha256', text)
    : crypto.createHash('sha256').update(text).digest('hex');
}
