import { type ManifestMatchers, matchers } from './matchers';

declare global {
  namespace jest {
    interface Matchers<R, T> extends ManifestMatchers<R, T> {}
  }
}

const expect: unknown = Reflect.get(globalThis, 'expect');
const extend = typeof expect === 'function' ? Reflect.get(expect, 'extend') : undefined;
if (typeof extend !== 'function')
  throw new Error(
    "supercargo/testing/jest needs the global `expect` of jest: elsewhere, use expect.extend(matchers) with `matchers` of 'supercargo/testing'",
  );
extend.call(expect, matchers);
