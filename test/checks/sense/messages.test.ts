import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf } from '../../docs/page';
import { findingsIn } from '../findings';

/** What is said of the example that fails, on the page of each rule. */
const MESSAGES = {
  'autoscaler-range': [
    'error [a.yaml:1] HorizontalPodAutoscaler cart: spec.minReplicas: got 5, allowed at most maxReplicas, 3',
  ],
  'autoscaler-without-requests': [
    "warning [a.yaml:13] HorizontalPodAutoscaler cart: spec: measures the use of cpu by what is requested, and container 'cart' of Deployment cart requests none, so nothing is scaled: add resources.requests.cpu",
  ],
  'blocking-budget': [
    'error [a.yaml:14] PodDisruptionBudget cart: spec.minAvailable: got 2, and Deployment cart has 2 pods at the fewest: no pod may be evicted, and no node drained; allowed 1 or less, or maxUnavailable: 1',
  ],
  'budget-without-choice': [
    'error [a.yaml:1] PodDisruptionBudget cart: spec: says both minAvailable and maxUnavailable, allowed one of them: maxUnavailable: 1, as a rule',
  ],
  'claim-of-several-pods': [
    "warning [a.yaml:6] Deployment wiki: spec.template.spec.volumes[data]: is claim 'data', which is ReadWriteOnce, of up to 2 pods while a new version replaces it: all but those of one node wait for ever; have one pod and release it with recreate(), give each a claim of its own in a StatefulSet, or take ReadWriteMany where the storage has that",
  ],
  'cron-expression': [
    "error [a.yaml:1] CronJob report: spec.schedule: got \"0 24 * * *\", allowed as the hour '*', or numbers from 0 to 23, such as '1-5', '1,3' or '*/2'; got '24'",
  ],
  'fixed-replicas': [
    'warning [a.yaml:1] Deployment cart: spec.replicas: got 2, and HorizontalPodAutoscaler cart at [a.yaml:14] scales it, which each sync sets back: leave it out',
  ],
  'idle-autoscaler': [
    'warning [a.yaml:1] HorizontalPodAutoscaler cart: spec.maxReplicas: got 3, which is the fewest, too, so nothing is ever scaled: allowed 4 or more, or no autoscaler',
  ],
  'limit-range': [
    'error [a.yaml:6] Deployment cart: spec.template.spec.containers[cart].resources.limits.memory: got "2Gi", allowed 1Gi or less, by LimitRange range at [a.yaml:1]',
  ],
  'liveness-like-readiness': [
    'warning [a.yaml:1] Deployment cart: spec.template.spec.containers[cart].livenessProbe: asks the same as readinessProbe and gives up no later, after 30 seconds, so a pod that is slow is restarted and not spared: ask for less, or wait longer',
  ],
  'liveness-without-startup': [
    'warning [a.yaml:1] Deployment cart: spec.template.spec.containers[cart].livenessProbe: restarts the container 30 seconds after its start, and its readinessProbe first asks after 40: give it a startupProbe',
  ],
  'mesh-protocol': [
    "warning [a.yaml:5] Service shop/cart: spec.ports[web].name: got \"web\", so the mesh guesses the protocol, and takes what it can't tell for TCP; allowed grpc, grpc-web, http, http2, https, mongo, mysql, redis, tcp, tls, udp, alone or followed by '-' and more, or appProtocol",
  ],
  'missing-budget': [
    'warning [a.yaml:6] Deployment cart: has 2 pods and no PodDisruptionBudget, so a drain may evict all of them at once: add one with maxUnavailable: 1',
  ],
  'missing-image': [
    'error [a.yaml:1] Deployment cart: spec.template.spec.containers[cart].image: is missing, so there is nothing to run: name one, with its version',
  ],
  'missing-readiness': [
    'warning [a.yaml:6] Deployment cart: spec.template.spec.containers: has no container with a readinessProbe, and a Service sends it requests as soon as it runs: add one',
  ],
  'missing-resources': [
    'warning [a.yaml:1] Deployment cart: spec.template.spec.containers[cart].resources: has no requests.memory, no limits.memory: say what it needs, or give the namespace a LimitRange',
  ],
  'old-account-field': [
    'warning [a.yaml:1] Deployment cart: spec.template.spec.serviceAccount: got "cart", which serviceAccountName has replaced: write it there',
  ],
  'port-names': [
    'error [a.yaml:1] Service cart: spec.ports[1].name: is missing: of several ports, each needs a name',
  ],
  'probe-form': [
    'error [a.yaml:1] Deployment cart: spec.template.spec.containers[cart].livenessProbe.successThreshold: got 2, allowed 1: only readiness may ask for more',
  ],
  'probe-port': [
    'warning [a.yaml:1] Deployment cart: spec.template.spec.containers[cart].readinessProbe.tcpSocket.port: got 8008, and the pod names 8080: ask one of these, or add it to ports',
  ],
  'probe-timeout': [
    'warning [a.yaml:1] Deployment cart: spec.template.spec.containers[cart].livenessProbe.timeoutSeconds: got 6, allowed at most periodSeconds, 5',
  ],
  'requests-over-limits': [
    'error [a.yaml:1] Deployment cart: spec.template.spec.containers[cart].resources.requests.cpu: got "2", allowed at most the limit, "500m"',
  ],
  'restart-policy': [
    'error [a.yaml:1] Deployment cart: spec.template.spec.restartPolicy: got "OnFailure", allowed Always in a Deployment',
  ],
  'shared-mesh-port': [
    "warning [a.yaml:10] ServiceEntry shop/users-db: spec.ports[tcp-3306]: is TCP to 'users.db.example.com' as it is to 'orders.db.example.com' of ServiceEntry shop/orders-db at [a.yaml:1], and without addresses the mesh knows them by port 3306 alone and sends all to one of the two: give the externalEndpoint() its cidrs, or the ServiceEntry its addresses; where proxies answer for names (ISTIO_META_DNS_CAPTURE), allow it",
  ],
  'short-grace-period': [
    'error [a.yaml:1] Deployment cart: spec.template.spec.terminationGracePeriodSeconds: got 30, and a preStop hook sleeps for 30: allowed 31 or more, with what the program itself needs to stop',
  ],
  'start-beyond-deadline': [
    'warning [a.yaml:1] Deployment cart: spec.template.spec.containers[cart].startupProbe: lets a pod start for 610 seconds, and the release fails after progressDeadlineSeconds, 600: raise that, or wait for less',
  ],
  'stuck-update': [
    'error [a.yaml:1] Deployment cart: spec.strategy.rollingUpdate: got maxSurge 0 and maxUnavailable 0, so no update ever begins: allowed 1 or more of one of them',
  ],
  'time-zone': [
    "error [a.yaml:1] CronJob report: spec.timeZone: got \"Europe/Berlyn\", allowed a name of the IANA database: 'UTC', 'Europe/Berlin'",
  ],
  'unready-pods-block-drains': [
    'warning [a.yaml:1] PodDisruptionBudget cart: spec.unhealthyPodEvictionPolicy: is missing: a pod that never gets ready is never evicted; allowed AlwaysAllow, or IfHealthyBudget where a pod that is not ready must stay, too',
  ],
  'unspread-pods': [
    'warning [a.yaml:1] Deployment cart: spec.template.spec.topologySpreadConstraints: keeps none of 2 pods from running on one node, with which all would go: add topologySpreadConstraints, or podAntiAffinity',
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
