import * as fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../lib/manifest/manifest';
import { emitYaml } from '../../lib/writer/yaml';
import { everywhere, expectRoundTrip } from './yaml-readers';

describe('a file', () => {
  test('is empty for no documents', () => {
    expect(emitYaml([])).toBe('');
  });

  test('has documents between lines of dashes', () => {
    expect(emitYaml([{ kind: 'A' }, {}, { kind: 'B' }])).toBe('kind: A\n---\n{}\n---\nkind: B\n');
  });

  test('leaves out what is undefined', () => {
    const documents = [{ a: undefined, b: { c: undefined }, d: [{ e: undefined, f: 1 }] }];
    expect(Reflect.apply(emitYaml, undefined, [documents])).toBe('b: {}\nd:\n- f: 1\n');
  });

  test('shows empty maps and lists in braces and brackets', () => {
    const text = emitYaml([{ a: {}, b: [], c: [[], {}, [[]], [{}]] }]);
    expect(text).toBe('a: {}\nb: []\nc:\n- []\n- {}\n- - []\n- - {}\n');
    expectRoundTrip([{ a: {}, b: [], c: [[], {}, [[]], [{}]] }]);
  });

  test('has an object that is used twice in both places', () => {
    const shared = { x: [1] };
    expect(emitYaml([{ a: shared, b: [shared] }])).toBe('a:\n  x:\n  - 1\nb:\n- x:\n  - 1\n');
  });

  test('accepts objects without a prototype and those of another realm', () => {
    const bare: JsonObject = Object.assign(Object.create(null), { a: structuredClone({ b: [1] }) });
    expect(emitYaml([bare])).toBe('a:\n  b:\n  - 1\n');
  });
});

describe('a number', () => {
  test.each([
    [0, '0'],
    [-0, '-0.0'],
    [-1, '-1'],
    [0.5, '0.5'],
    [1e20, '100000000000000000000'],
    [1e21, '1.0e+21'],
    [-1e21, '-1.0e+21'],
    [1.5e300, '1.5e+300'],
    [1e-7, '1.0e-7'],
    [5e-324, '5.0e-324'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ])('%d is %s', (value, text) => {
    expect(emitYaml([{ a: value }])).toBe(`a: ${text}\n`);
    expectRoundTrip([everywhere(value)]);
  });
});

describe('every parser', () => {
  const atoms = [
    ...' \t\n\r:#-?,[]{}&*!|>\'"%@`~=<.+_/\\0123456789eExobaynTZé日\u00a0\x85\u2028\ufeff\0',
    ...['😀', ': ', ' #', '\n\n', '\n ', '\n\t', '- ', '---', '...', 'null', 'true', 'off', '1:2'],
  ];
  const nasty = fc.array(fc.constantFrom(...atoms), { maxLength: 8 }).map((all) => all.join(''));
  const text = fc.oneof(nasty, nasty, fc.string({ unit: 'binary' }));
  const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
  const scalar = fc.oneof(text, text, number, fc.boolean(), fc.constant(null));
  const entries = <T extends JsonValue>(value: fc.Arbitrary<T>): fc.Arbitrary<JsonObject> =>
    fc.dictionary(text, value, { maxKeys: 5, noNullPrototype: true });
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      scalar,
      fc.array(tie('value'), { maxLength: 4 }),
      entries(tie('value')),
    ),
  }));

  test('reads the data that was written', () => {
    const documents = fc.array(entries(value), { minLength: 1, maxLength: 3 });
    fc.assert(fc.property(documents, expectRoundTrip), { numRuns: 250 });
  });

  test('reads every string wherever it stands', () => {
    fc.assert(
      fc.property(text, (string) => expectRoundTrip([everywhere(string), { [string]: string }])),
      { numRuns: 750 },
    );
  });

  test('reads data nested 199 levels deep', () => {
    let deep: JsonValue = 'a\n';
    for (let level = 0; level < 199; level += 1) deep = level % 2 === 0 ? [deep] : { deep };
    expectRoundTrip([{ deep }]);
  });
});

describe('what a reviewer sees', () => {
  test('of a Deployment', () => {
    expect(emitYaml([DEPLOYMENT])).toMatchInlineSnapshot(`
      "apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: cart
        namespace: shop-qa
        labels:
          app.kubernetes.io/name: cart
          app.kubernetes.io/version: "1.0"
        annotations:
          example.com/config: '{"retries":3}'
          example.com/port: "8080"
      spec:
        replicas: 2
        strategy:
          type: RollingUpdate
          rollingUpdate:
            maxSurge: 25%
            maxUnavailable: 0
        selector:
          matchLabels:
            app.kubernetes.io/name: cart
        template:
          metadata:
            labels:
              app: cart
              version: v1
          spec:
            serviceAccountName: cart
            automountServiceAccountToken: false
            containers:
            - name: server
              image: example.com/cart:v0.10.6
              args:
              - --port=8080
              - -v
              - "on"
              ports:
              - name: grpc
                containerPort: 7070
              env:
              - name: REDIS_ADDR
                value: redis-cart:6379
              - name: DISABLE_TRACING
                value: "1"
              - name: POD_IP
                valueFrom:
                  fieldRef:
                    fieldPath: status.podIP
              resources:
                requests:
                  cpu: 200m
                limits:
                  cpu: 300m
                  memory: 128Mi
              readinessProbe:
                grpc:
                  port: 7070
                initialDelaySeconds: 5
                periodSeconds: 10
              lifecycle:
                preStop:
                  exec:
                    command:
                    - sh
                    - -c
                    - |
                      sleep 5
                      kill -TERM 1
              securityContext:
                runAsNonRoot: true
                capabilities:
                  drop:
                  - ALL
              volumeMounts:
              - name: tmp
                mountPath: /tmp
            volumes:
            - name: tmp
              emptyDir: {}
            tolerations: []
      "
    `);
  });

  test('of a Service', () => {
    expect(emitYaml([SERVICE])).toMatchInlineSnapshot(`
      "apiVersion: v1
      kind: Service
      metadata:
        name: cart
        labels:
          app: cart
      spec:
        type: ClusterIP
        selector:
          app: cart
          name: cart
        ports:
        - name: grpc
          port: 7070
          targetPort: grpc
          appProtocol: grpc
      "
    `);
  });
});

const DEPLOYMENT: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    annotations: { 'example.com/config': '{"retries":3}', 'example.com/port': '8080' },
    labels: { 'app.kubernetes.io/version': '1.0', 'app.kubernetes.io/name': 'cart' },
    name: 'cart',
    namespace: 'shop-qa',
  },
  spec: {
    replicas: 2,
    selector: { matchLabels: { 'app.kubernetes.io/name': 'cart' } },
    strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 }, type: 'RollingUpdate' },
    template: {
      metadata: { labels: { version: 'v1', app: 'cart' } },
      spec: {
        automountServiceAccountToken: false,
        containers: [
          {
            args: ['--port=8080', '-v', 'on'],
            env: [
              { name: 'REDIS_ADDR', value: 'redis-cart:6379' },
              { name: 'DISABLE_TRACING', value: '1' },
              { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
            ],
            image: 'example.com/cart:v0.10.6',
            lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 5\nkill -TERM 1\n'] } } },
            name: 'server',
            ports: [{ containerPort: 7070, name: 'grpc' }],
            readinessProbe: { grpc: { port: 7070 }, periodSeconds: 10, initialDelaySeconds: 5 },
            resources: { limits: { memory: '128Mi', cpu: '300m' }, requests: { cpu: '200m' } },
            securityContext: { capabilities: { drop: ['ALL'] }, runAsNonRoot: true },
            volumeMounts: [{ mountPath: '/tmp', name: 'tmp' }],
          },
        ],
        serviceAccountName: 'cart',
        tolerations: [],
        volumes: [{ emptyDir: {}, name: 'tmp' }],
      },
    },
  },
};

const SERVICE: JsonObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { labels: { app: 'cart' }, name: 'cart' },
  spec: {
    ports: [{ appProtocol: 'grpc', name: 'grpc', port: 7070, targetPort: 'grpc' }],
    selector: { name: 'cart', app: 'cart' },
    type: 'ClusterIP',
  },
};
