/** A mistake of the user: told by its message alone, without a stack trace; exit code 1. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
