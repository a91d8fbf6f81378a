import { isNamespace } from './cluster/cluster';
import type { ClusterObject, Twins } from './cluster/objects';
import { isNetworkPolicy } from './cluster/policy-peers';
import { isOfAnalyses } from './cluster/shared-templates';
import { isUnread } from './cluster/unread';
import { isWorkload } from './cluster/workloads';
import { isService } from './mesh/app-protocol';
import { isAuthorizationPolicy } from './mesh/authorization-policy';
import { isPeerAuthentication } from './mesh/peer-authentication';
import type { ObjectProblem } from './spec';

/** What says who reaches whom. */
const DECIDING: readonly ((object: ClusterObject) => boolean)[] = [
  isNamespace,
  isWorkload,
  isOfAnalyses,
  isService,
  isNetworkPolicy,
  isAuthorizationPolicy,
  isPeerAuthentication,
  isUnread,
];

/** Reports objects that are there twice, where answers hang on which of them is taken. */
export function reportTwins(twins: readonly Twins[]): readonly ObjectProblem[] {
  return twins
    .filter((both) => both.some((object) => DECIDING.some((isDeciding) => isDeciding(object))))
    .map(([, { title, origin }]) => ({
      object: title,
      origin,
      field: '',
      message: 'is given a second time: the first is taken',
    }));
}
