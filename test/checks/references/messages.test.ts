import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineOf } from '../../../lib/checks/finding';
import { runChecks } from '../../../lib/checks/run';
import { readYaml } from '../../../lib/manifest/read-yaml';
import { blocksOf } from '../../docs/page';

const CONTAINER = 'Deployment cart: spec.template.spec.containers[cart]';
const ADD = 'add it, or declare it with external()';

/** What is said of the example that fails, on the page of each rule. */
const MESSAGES = {
  'budget-selects-no-pod': `error [a.yaml:1] PodDisruptionBudget cart: spec.selector: got {"matchLabels":{"app":"card"}}, which selects no pod of namespace 'default': name labels of its pods`,
  'gateway-refuses-route':
    'error [a.yaml:8] HTTPRoute cart: spec.parentRefs[0]: Gateway "shop" serves "shop.example.org" there, and none of "shop.example.com": add a host to one of the two',
  'missing-backend': `error [a.yaml:1] Ingress shop: spec.rules[shop.example.com].http.paths[/].backend.service.name: there is no Service 'card' in namespace 'default', did you mean 'cart'? Or ${ADD}`,
  'missing-backend-port':
    'error [a.yaml:1] Ingress shop: spec.rules[shop.example.com].http.paths[/].backend.service.port: got 8080, which Service "cart" has not, allowed http 80',
  'missing-claim': `warning [a.yaml:6] Deployment cart: spec.template.spec.volumes[data].persistentVolumeClaim.claimName: there is no PersistentVolumeClaim 'date' in namespace 'default', did you mean 'data'? Or ${ADD}`,
  'missing-config-map': `error [a.yaml:1] ${CONTAINER}.env[VALUE].valueFrom.configMapKeyRef.name: there is no ConfigMap 'cart' in namespace 'default': ${ADD}`,
  'missing-config-map-key': `error [a.yaml:6] ${CONTAINER}.env[VALUE].valueFrom.configMapKeyRef.key: got "levels", which ConfigMap "cart" has not, allowed "level"`,
  'missing-gateway': `error [a.yaml:1] VirtualService cart: spec.gateways[0]: there is no Gateway 'shop' in namespace 'default': ${ADD}`,
  'missing-headless-service': `error [a.yaml:1] StatefulSet db: spec.serviceName: there is no Service 'db' in namespace 'default': ${ADD}`,
  'missing-monitor-port':
    'error [a.yaml:1] ServiceMonitor cart: spec.endpoints[0].port: got "metrics", which no selected Service has, allowed "http"',
  'missing-object': `error [a.yaml:1] Certificate shop: spec.issuerRef.name: there is no Issuer 'acme' in namespace 'default': ${ADD}`,
  'missing-pod-port':
    'error [a.yaml:1] Service cart: spec.ports[0].targetPort: got "web", which the pods of Deployment cart have not, allowed http (8080)',
  'missing-policy-port':
    'warning [a.yaml:1] NetworkPolicy cart: spec.ingress[0].ports[0].port: got 80, which the selected pods have not, allowed http (8080)',
  'missing-port-name': `error [a.yaml:1] ${CONTAINER}.readinessProbe.httpGet.port: got "web", allowed a number, or "http"`,
  'missing-priority-class': `warning [a.yaml:1] Deployment cart: spec.template.spec.priorityClassName: there is no PriorityClass 'high' among these objects: ${ADD}`,
  'missing-reference-grant':
    "error [a.yaml:1] HTTPRoute web/cart: spec.rules[0].backendRefs[0]: leads to namespace 'shop', where no ReferenceGrant lets HTTPRoutes of 'web' in: add one there",
  'missing-role': `error [a.yaml:1] RoleBinding cart: roleRef.name: there is no Role 'reader' in namespace 'default': ${ADD}`,
  'missing-scale-target': `error [a.yaml:1] HorizontalPodAutoscaler cart: spec.scaleTargetRef.name: there is no Deployment 'card' in namespace 'default', did you mean 'cart'? Or ${ADD}`,
  'missing-secret': `warning [a.yaml:8] ${CONTAINER}.env[VALUE].valueFrom.secretKeyRef.name: there is no Secret 'cart-bd' in namespace 'default', did you mean 'cart-db'? Or ${ADD}`,
  'missing-secret-key': `error [a.yaml:8] ${CONTAINER}.env[VALUE].valueFrom.secretKeyRef.key: got "passwort", which Secret "cart-db" has not, allowed "password"`,
  'missing-service-account': `error [a.yaml:1] Deployment cart: spec.template.spec.serviceAccountName: there is no ServiceAccount 'cart' in namespace 'default': ${ADD}`,
  'missing-subject': `error [a.yaml:1] RoleBinding cart: subjects[0].name: there is no ServiceAccount 'card' in namespace 'default', did you mean 'cart'? Or ${ADD}`,
  'missing-subset':
    'error [a.yaml:1] VirtualService cart: spec.http[0].route[0].destination.subset: got "green", allowed "blue"',
  'missing-volume': `error [a.yaml:1] ${CONTAINER}.volumeMounts[0].name: got "tmp", allowed a volume of the pod, and it has none`,
  'monitor-selects-nothing':
    'error [a.yaml:1] ServiceMonitor cart: spec.selector: got {"matchLabels":{"app":"card"}}, and no Service of namespace "default" has these labels: name labels of a Service',
  'overlapping-selector':
    'warning [a.yaml:1] Deployment cart: spec.selector: got {"matchLabels":{"app":"cart"}}, which selects the pods of Deployment cart-canary at [a.yaml:11], too: select by a label that only these pods have',
  'policy-names-no-pod': `warning [a.yaml:1] NetworkPolicy cart: spec.ingress[0].from[0].podSelector: got {"matchLabels":{"app":"web"}}, which selects no pod of namespace 'default': name labels of its pods`,
  'policy-selects-no-pod': `warning [a.yaml:1] NetworkPolicy cart: spec.podSelector: got {"matchLabels":{"app":"card"}}, which selects no pod of namespace 'default': name labels of its pods`,
  'selector-misses-own-pods':
    'error [a.yaml:1] Deployment cart: spec.selector: got {"matchLabels":{"app":"card"}}, and the pods have {"app":"cart"}: make them alike',
  'service-selects-no-pod': `error [a.yaml:1] Service cart: spec.selector: got {"app":"card"}, and no pod of namespace 'default' has app=card: give the Service the labels of its pods`,
  'shared-budget': `error [a.yaml:6] PodDisruptionBudget cart-too: spec.selector: got {"matchLabels":{"app":"cart"}}, which selects the pods of Deployment cart, as PodDisruptionBudget cart at [a.yaml:1] does: pods with two budgets can't be evicted; take one of the two out`,
  'shared-node-port':
    'error [a.yaml:6] Service b: spec.ports[0].nodePort: got 30080, which Service a at [a.yaml:1] has already: take another, or leave it out to be given one',
  'shared-route':
    "error [a.yaml:10] Ingress cart: spec.rules[shop.example.com].http.paths[/]: claims host 'shop.example.com' with path '/', which Ingress shop at [a.yaml:1] has already: only one of the two gets the requests; take the other out",
  'shared-scale-target':
    'error [a.yaml:8] HorizontalPodAutoscaler cart-too: spec.scaleTargetRef: got "cart", which HorizontalPodAutoscaler cart at [a.yaml:1] scales already: take one of the two out',
  'subset-selects-no-pod': `warning [a.yaml:1] DestinationRule cart: spec.subsets[blue].labels: got {"version":"green"}, and no pod of namespace 'default' has version=green: name labels of its pods`,
  'unused-config-map':
    'warning [a.yaml:1] ConfigMap other: no pod of its namespace reads it: take it out, or use it',
  'unused-secret':
    'warning [a.yaml:1] ExternalSecret cart-bd: nothing reads Secret "cart-bd": take it out, or use it',
  'unused-service':
    'warning [a.yaml:1] Service db: no NetworkPolicy lets anyone in to its pods: take it out, or use it',
  'unused-service-account':
    'warning [a.yaml:1] ServiceAccount cart: no pod runs as it, and no binding gives it a role: take it out, or use it',
};

test.each(Object.entries(MESSAGES))('%s says what is wrong, and what is allowed', (id, message) => {
  const page = readFileSync(join(__dirname, `../../../docs/checks/${id}.md`), 'utf8');
  const [example] = blocksOf(page).filter(({ mark }) => mark === 'fails');
  const { manifests } = readYaml('a.yaml', example?.text ?? '');
  const found = runChecks(manifests).findings.filter(({ rule }) => rule === id);
  expect(found.map((finding) => `${finding.severity} ${lineOf(finding)}`)).toEqual([message]);
});
