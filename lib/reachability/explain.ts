import { nameOf } from './names';
import type { Answer } from './spec';

const STATES = { true: 'open', false: 'closed', conditional: 'open under conditions' } as const;

/** An answer as lines of text: what was asked, then what each end and the mesh say, then the conditions. */
export function explain(answer: Answer): readonly string[] {
  const { from, to, protocol, port, allowed, reasons, conditions } = answer;
  return [
    `${nameOf(from)} -> ${nameOf(to)} ${protocol} ${port}: ${STATES[`${allowed}`]}`,
    ...reasons.map((reason) => `  ${reason}`),
    ...conditions.map((condition) => `  ${condition}`),
  ];
}
