import { rules } from '../rule';
import { checkSchemas } from './check';

/** Whether each object is one that a cluster takes. */
export const schemas = rules(
  'schema',
  {
    'annotation-syntax': ['error', "an annotation's key is none, or all together are too long"],
    'deprecated-api-version': ['warning', 'an API version will be removed from Kubernetes'],
    'duplicate-item': ['error', 'an item stands twice in a list whose items must differ'],
    'kind-rule': ['error', 'an object breaks a rule of its custom resource definition'],
    'kind-transition': ['error', 'a change breaks a rule of its custom resource definition'],
    'label-syntax': ['error', 'a label or selector has a key or value that is none'],
    'missing-field': ['error', 'a required field is missing'],
    'object-name': ['error', 'a name is none that Kubernetes takes'],
    'removed-api-version': ['error', 'the cluster has this API version no more'],
    'unevaluated-rule': [
      'warning',
      "a rule of a custom resource definition can't be evaluated here",
    ],
    'unknown-field': ['error', 'a field is not one of its kind'],
    'unknown-kind': ['warning', 'there is no schema of a kind'],
    'wrong-type': ['error', 'a value is of the wrong type'],
    'wrong-value': ['error', 'a value is not one that its field may have'],
  },
  { check: checkSchemas },
);
