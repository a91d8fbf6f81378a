import { fieldsOf, findText } from '../manifest/fields';
import { checkObsolete } from './claims';
import { type ManifestMatchers, matchers } from './matchers';
import { ADVICE, updateModeOf } from './snapshot';

declare global {
  namespace jest {
    interface Matchers<R, T> extends ManifestMatchers<R, T> {}
  }
}

const expect: unknown = Reflect.get(globalThis, 'expect');
const extend = memberOf(expect, 'extend');
if (extend === undefined)
  throw new Error(
    "supercargo/testing/jest needs the global `expect` of jest: elsewhere, use expect.extend(matchers) with `matchers` of 'supercargo/testing'",
  );
// Another copy of the kit, loaded within a test, leaves it to the first, which knows all snapshots.
if (!isExtended()) extend.call(expect, matchers);

let someTest: unknown;

// Within a test, no hook may be added.
if (state().currentTestName === undefined) {
  addHook('beforeEach', () => {
    const { currentTestIdentity } = state();
    if (typeof currentTestIdentity === 'function') someTest ??= currentTestIdentity();
  });
  addHook('afterAll', () => {
    const path = findText(state().testPath);
    const problems = path === undefined ? [] : checkObsolete(path, someTest, updateModeOf(state()));
    if (problems.length > 0) throw new Error([...problems, ADVICE].join('\n'));
  });
}

function state() {
  return fieldsOf(memberOf(expect, 'getState')?.call(expect));
}

function isExtended(): boolean {
  const subject: unknown = typeof expect === 'function' ? expect(undefined) : undefined;
  return memberOf(subject, 'toMatchYamlSnapshot') !== undefined;
}

function addHook(name: 'beforeEach' | 'afterAll', hook: () => void): void {
  memberOf(globalThis, name)?.call(globalThis, hook);
}

function memberOf(value: unknown, name: string): Function | undefined {
  const hasMembers = typeof value === 'function' || (typeof value === 'object' && value !== null);
  const member: unknown = hasMembers ? Reflect.get(value, name) : undefined;
  return typeof member === 'function' ? member : undefined;
}
