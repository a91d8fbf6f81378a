import { apiGroupOf, isClusterScoped } from '../../lib/kubernetes/scope';

test.each([
  ['v1', ''],
  ['apps/v1', 'apps'],
  ['networking.k8s.io/v1', 'networking.k8s.io'],
])('the group of %s is %j', (apiVersion, group) => {
  expect(apiGroupOf(apiVersion)).toBe(group);
});

test.each([
  ['v1', 'Namespace', true],
  ['v1', 'Service', false],
  ['example.org/v1', 'Namespace', false],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', true],
  ['rbac.authorization.k8s.io/v1', 'Role', false],
  ['argoproj.io/v1alpha1', 'ClusterAnalysisTemplate', true],
  ['argoproj.io/v1alpha1', 'AnalysisTemplate', false],
  ['cert-manager.io/v1', 'ClusterIssuer', true],
  ['unknown.example.org/v1', 'Thing', false],
])('%s %s is outside of namespaces: %s', (apiVersion, kind, outside) => {
  expect(isClusterScoped(apiVersion, kind)).toBe(outside);
});
