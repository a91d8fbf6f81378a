import { type Problem, wrongValue } from '../problem/problem';

/** An amount of CPU: `'250m'` (thousandths of a core), `'2'`, `0.5` (cores). */
export type Cpu = `${number}m` | `${number}` | number;

/** An amount of memory or storage: `'64Mi'`, `'1Gi'`, `'500M'`. */
export type Size = `${number}${'Ki' | 'Mi' | 'Gi' | 'Ti' | 'Pi' | 'k' | 'M' | 'G' | 'T' | 'P'}`;

const FORM = /^(\d+(?:\.\d+)?|\.\d+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;
const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * A quantity as a number (cores, bytes, pieces), or undefined when it isn't one.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function findAmount(quantity: string | number): number | undefined {
  const match = FORM.exec(String(quantity));
  const factor = match ? FACTORS[match[2] ?? ''] : undefined;
  return factor === undefined ? undefined : Number(match?.[1]) * factor;
}

/** Checks an amount of CPU: at least a thousandth of a core. */
export function checkCpu(field: string, cpu: Cpu): readonly Problem[] {
  const cores = findAmount(cpu);
  const thousandths = (cores ?? 0) * 1000;
  if (
    cores !== undefined &&
    thousandths >= 1 &&
    Math.abs(thousandths - Math.round(thousandths)) < 1e-6
  )
    return [];
  return [
    wrongValue(field, cpu, "CPU such as '250m' or 2, in steps of a thousandth of a core ('1m')"),
  ];
}

/** Checks an amount of memory or storage: at least one byte, with its unit. */
export function checkSize(field: string, size: Size): readonly Problem[] {
  const bytes = typeof size === 'string' && /[A-Za-z]$/.test(size) ? findAmount(size) : undefined;
  if (bytes !== undefined && bytes >= 1 && !size.endsWith('m')) return [];
  return [wrongValue(field, size, "a size with its unit, such as '64Mi' or '1Gi'")];
}
