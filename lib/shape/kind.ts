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
  return (
    Object.prototype.toString.call(value) === '[object Object]' &&
    typeof value === 'object' &&
    !isPlain(value)
  );
}
