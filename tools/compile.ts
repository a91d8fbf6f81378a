import { transformFileSync } from '@swc/core';

/**
 * A module of TypeScript as CommonJS.
 * @param late - modules, as it names them, that are loaded when they are first used
 */
export function compile(file: string, late: readonly string[] = []): string {
  return transformFileSync(file, {
    configFile: false,
    swcrc: false,
    module: {
      type: 'commonjs',
      ignoreDynamic: true,
      lazy: [...late],
      // Tells Node.js the names for `import`.
      exportInteropAnnotation: true,
    },
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  }).code;
}
