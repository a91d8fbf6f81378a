/**
 * A tree that can't be written, through no fault of the program. Its message names the folder and
 * says what to do; print it without the stack.
 */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

/**
 * Runs `work`, which throws a `WriteError` without the folder's name: it is put in front, as the
 * user spelled it. What the file system refuses becomes a `WriteError`, too; anything else that is
 * thrown is a bug, and passes through as it is.
 * @throws WriteError
 */
export function explainingFor<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof WriteError) {
      throw new WriteError(`[${folder}] ${error.message}`, { cause: error.cause });
    }
    if (!isSystemError(error)) throw error;
    throw new WriteError(`[${folder}] ${explain(error)}. Nothing was changed.`, { cause: error });
  }
}

/** The code of a file-system error, such as `ENOENT`; undefined for anything else. */
export function findErrorCode(error: unknown): string | undefined {
  return isSystemError(error) ? error.code : undefined;
}

/**
 * Runs `work`; gives false when the file system refuses it with one of `codes`.
 * @default codes - any
 */
export function succeeds(work: () => void, codes?: readonly string[]): boolean {
  try {
    work();
    return true;
  } catch (error) {
    const code = findErrorCode(error);
    if (code !== undefined && (codes?.includes(code) ?? true)) return false;
    throw error;
  }
}

interface SystemError {
  readonly code: string;
  readonly message: string;
  readonly path?: unknown;
}

// Not `instanceof Error`: Node's own errors belong to another realm where code runs in a VM (jest).
function isSystemError(error: unknown): error is SystemError {
  return (
    typeof error === 'object' &&
    error !== null &&
    'syscall' in error &&
    'message' in error &&
    'code' in error &&
    typeof error.code === 'string'
  );
}

function explain(error: SystemError): string {
  const place = typeof error.path === 'string' ? error.path : 'a file in it';
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return `no permission for ${place}: make it and the folder above it readable and writable, or choose another output folder`;
    case 'EROFS':
      return `${place} is on a read-only file system: choose another output folder`;
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no space left on its disk: free some, then run again';
    case 'ENAMETOOLONG':
      return `the name is too long for the file system: shorten ${place}`;
    case 'ENOTDIR':
      return `a file stands where a folder is needed: move it away, or choose another output folder (${place})`;
    case 'EBUSY':
    case 'EXDEV':
      return 'is a mount point or lies on two file systems, and so cannot be swapped as a whole: write to a folder inside it, or mount the folder above it';
    default:
      return `the file system refuses: ${error.message}: mend this, then run again`;
  }
}
