/** Whether the one who synthesizes wants warnings to fail, too: `supercargo synth --strict`. */
export function isStrictHere(): boolean {
  return process.env.SUPERCARGO_STRICT === 'true';
}
