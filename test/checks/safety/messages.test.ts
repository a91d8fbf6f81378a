import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf } from '../../docs/page';
import { findingsIn } from '../findings';

/** What is said of the example that fails, on the page of each rule. */
const MESSAGES = {
  'cluster-admin': [
    'warning [a.yaml:1] ClusterRoleBinding readers: roleRef.name: got "cluster-admin", allowed a role with what is needed',
  ],
  'escalating-role': [
    'warning [a.yaml:1] Role reader: rules[0].verbs: got "bind", by which rights are taken that nobody has given: leave it out, or say for which by resourceNames',
  ],
  'exec-role': [
    'warning [a.yaml:1] Role reader: rules[0].resources: got "pods/exec", by which a shell runs in any pod: leave it to people, for a while',
  ],
  'external-ips': [
    'warning [a.yaml:1] Service cart: spec.externalIPs: got ["203.0.113.10"], whose traffic it draws to itself, whoever they belong to; allowed a LoadBalancer',
  ],
  'missing-network-policy': [
    "warning [a.yaml:1] Deployment cart: is selected by no NetworkPolicy, so everything in the cluster may reach it: add one with its labels, or one for all of namespace 'default'",
  ],
  'node-port': [
    'warning [a.yaml:1] Service cart: spec.type: got "NodePort", past all that guards the cluster; allowed ClusterIP behind a gateway, or LoadBalancer',
  ],
  'plain-ingress': [
    'warning [a.yaml:1] Ingress shop: spec.tls: is missing, so requests can be read on their way: add hosts and a secretName',
  ],
  'role-for-everyone': [
    'error [a.yaml:1] ClusterRoleBinding readers: subjects[0].name: got "system:unauthenticated", allowed accounts, users and groups by name',
  ],
  'secrets-role': [
    'warning [a.yaml:1] Role reader: rules[0].resources: got "secrets" without resourceNames, allowed with the names of those that are needed',
  ],
  'ssh-port': [
    'warning [a.yaml:1] Deployment cart: spec.template.spec.containers[cart].ports[0].containerPort: got 22, the port of SSH: leave it to `kubectl exec`, or take another one',
  ],
  'wildcard-role': [
    'warning [a.yaml:1] Role reader: rules[0].verbs: got "*", allowed the verbs that are needed, by name',
  ],
};

test.each(Object.entries(MESSAGES))(
  '%s says what is wrong, and what is allowed',
  (id, messages) => {
    const page = readFileSync(join(__dirname, `../../../docs/checks/${id}.md`), 'utf8');
    const [example] = blocksOf(page).filter(({ mark }) => mark === 'fails');
    const found = findingsIn(example?.text ?? '', [id]);
    expect(found.map((line) => line.replace(` ${id}:`, ''))).toEqual(messages);
  },
);
