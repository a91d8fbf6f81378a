import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allRules } from '../../lib/checks/registry';
import { runChecks } from '../../lib/checks/run';
import { readYaml } from '../../lib/manifest/read-yaml';

const ids = allRules().map(({ id }) => `${id}`);

const readPage = (name: string) => readFileSync(join(__dirname, `../../docs/${name}.md`), 'utf8');
const linksIn = (text: string) =>
  [...text.matchAll(/\[([^\]]+)\]\(checks\/([^)]+)\.md\)/g)].map(([, text = '', id = '']) => ({
    text,
    id,
  }));
const rowsIn = (text: string) =>
  [...text.matchAll(/^\| (`.*`|\[.*\)) \| (.*) \|$/gm)].map(([, theirs = '', ours = '']) => ({
    theirs,
    ours,
  }));

test.each(['checks-compared', 'checks-online-boutique'])(
  '%s names rules that there are',
  (page) => {
    const links = linksIn(readPage(page));
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter(({ text, id }) => text !== id || !ids.includes(id))).toEqual([]);
  },
);

test('each check of others has a rule here, or a reason', () => {
  const rows = rowsIn(readPage('checks-compared'));
  expect(rows.length).toBeGreaterThan(140);
  const unanswered = rows.filter(
    ({ ours }) => !ours.startsWith('[') && !/^nothing: .{10,}/.test(ours),
  );
  expect(unanswered).toEqual([]);
});

test('each check of others stands once in its table', () => {
  for (const table of readPage('checks-compared').split(/^## /m)) {
    const names = rowsIn(table).flatMap(({ theirs }) => theirs.split(', '));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  }
});

/** A Deployment and its account with all that those of Online Boutique say, and nothing that they don't. */
const likeTheirs = (name: string, init = '') => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name} }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, labels: { app: ${name} } }
spec: { type: ClusterIP, selector: { app: ${name} }, ports: [{ name: grpc, port: 7070, targetPort: 7070 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      serviceAccountName: ${name}
      terminationGracePeriodSeconds: 5
      securityContext: { fsGroup: 1000, runAsGroup: 1000, runAsNonRoot: true, runAsUser: 1000 }
      ${init}
      containers:
        - name: server
          image: registry.example.com/${name}:v0.10.6
          ports: [{ containerPort: 7070 }]
          env: [{ name: PORT, value: '7070' }]
          readinessProbe: { grpc: { port: 7070 }, initialDelaySeconds: 15 }
          livenessProbe: { grpc: { port: 7070 }, initialDelaySeconds: 15, periodSeconds: 10 }
          resources: { requests: { cpu: 200m, memory: 64Mi }, limits: { cpu: 300m, memory: 128Mi } }
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
            privileged: false
            readOnlyRootFilesystem: true
`;

test('what is said of Online Boutique is found in Deployments like its', () => {
  const init = `initContainers:
        - name: frontend-check
          image: registry.example.com/busybox:1.38.0
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, privileged: false, readOnlyRootFilesystem: true }`;
  const yaml = `${likeTheirs('cartservice')}---${likeTheirs('loadgenerator', init)}`;
  const { manifests, problems } = readYaml('a.yaml', yaml);
  expect(problems).toEqual([]);
  const found = runChecks(manifests).findings.map(({ rule, severity }) => `${rule} ${severity}`);
  const told = [
    ...readPage('checks-online-boutique').matchAll(/^\| \[([^\]]+)\]\S+ \| (\w+) \|/gm),
  ].map(([, id, severity]) => `${id} ${severity}`);
  expect([...new Set(found)].sort()).toEqual(told.sort());
  expect(found.filter((one) => one.startsWith('missing-resources'))).toHaveLength(1);
});
