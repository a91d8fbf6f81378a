import { Ajv } from 'ajv';
import { FORMATS } from './formats';
import { LIST_KEYWORDS } from './list-keys';

/** Conditions in CEL, which are looked at elsewhere. */
const RULES = 'x-kubernetes-validations';

/** What compares objects with schemas. */
export function newCompiler(): Ajv {
  return new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    // formats that aren't known are left to the cluster, without a word
    logger: false,
    // the schemas are generated, and tested when they are
    validateSchema: false,
    meta: false,
    inlineRefs: false,
    // a check runs a few times only: smaller code wouldn't win back the time to make it so
    code: { optimize: false },
    formats: FORMATS,
    keywords: [RULES, ...LIST_KEYWORDS],
  });
}
