/** Whether a value is an object that holds data and does nothing: `{ ... }`, in whichever realm it was made. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === Object.prototype ||
    prototype === null ||
    Object.getPrototypeOf(prototype) === null
  );
}

/** Whether a value is an instance of somebody's class; those of the language, a Map or a Date, are not meant. */
export function isInstance(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isPlain(value))
    return false;
  // Somebody's class may call its instances by another name.
  return (
    Object.prototype.toString.call(value) === '[object Object]' || !prototypesOf(value).some(isOwn)
  );
}

/** The names of an object's members: its own, and the getters of its class. */
export function membersOf(value: object): readonly string[] {
  const getters = prototypesOf(value).flatMap((prototype) =>
    Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, { get }]) =>
      get === undefined ? [] : [name],
    ),
  );
  return [...new Set([...Object.keys(value), ...getters])];
}

/** What an object inherits from, but for what all objects do. */
function prototypesOf(value: object): readonly object[] {
  const found: object[] = [];
  for (
    let prototype: unknown = Object.getPrototypeOf(value);
    typeof prototype === 'object' && prototype !== null && !isRoot(prototype);
    prototype = Object.getPrototypeOf(prototype)
  )
    found.push(prototype);
  return found;
}

function isRoot(prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null;
}

/** Whether a prototype is that of one of the language's own classes. */
function isOwn(prototype: object): boolean {
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return (
    typeof made === 'function' &&
    /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(made))
  );
}
