import { App } from 'cdk8s';
import { address } from '../../lib/endpoint/address';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import { Environment } from '../../lib/environment/environment';
import type { StringMap } from '../../lib/kubernetes/labels';
import { annotateForInit } from '../../lib/microservice/init-proxy';
import { Microservice } from '../../lib/microservice/microservice';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { System } from '../../lib/system/system';
import { prod } from '../shop';
import { least, resources } from './chart';

const MESH = { mesh: { kind: 'istio' } } as const;
const NATIVE = { 'sidecar.istio.io/nativeSidecar': 'true' };

const queue = externalEndpoint({ host: 'queue.example.com', port: 5672 });
const quiet = { image: 'migrate:v1', resources };
const calling = { ...quiet, env: { QUEUE: queue } };

const annotations = (
  initContainers: Required<MicroserviceProps>['pod']['initContainers'],
  { labels, ...rest }: { labels?: Record<string, string>; calls?: MicroserviceProps['calls'] } = {},
  around: Parameters<typeof annotateForInit>[1] = MESH,
) => annotateForInit({ ...rest, pod: { initContainers, labels } }, around);

test('a proxy starts before init containers that call somebody', () => {
  expect(annotations({ wait: quiet, migrate: calling })).toEqual(NATIVE);
  expect(annotations({ migrate: quiet }, { calls: [queue] })).toEqual(NATIVE);
});

test('nothing is said where none calls, or none is there', () => {
  expect(annotations({ migrate: quiet })).toEqual({});
  expect(annotations({}, { calls: [queue] })).toEqual({});
  expect(annotateForInit({}, MESH)).toEqual({});
});

test('nothing is said where pods have no proxy', () => {
  expect(annotations({ migrate: calling }, {}, {})).toEqual({});
  const label = (inject: string) => ({ labels: { 'sidecar.istio.io/inject': inject } });
  expect(annotations({ migrate: calling }, label('false'))).toEqual({});
  expect(annotations({ migrate: calling }, label('true'), {})).toEqual(NATIVE);
});

test('what the pod says itself stays', () => {
  const inMesh = (own?: StringMap) => {
    const environment = new Environment(new App(), prod);
    const pod = { initContainers: { migrate: calling }, annotations: own };
    const { workload } = new Microservice(new System(environment, 'shop'), 'cart', {
      ...least,
      pod,
    });
    return workload?.toJson().spec.template.metadata.annotations;
  };
  const ordinary = { 'sidecar.istio.io/nativeSidecar': 'false' };
  expect(inMesh()).toEqual(NATIVE);
  expect(inMesh(ordinary)).toEqual(ordinary);
});

test('a proxy starts before sidecars that call and start before the main container', () => {
  const starting = (starts?: 'before-init' | 'after-init' | 'with-main') =>
    annotateForInit({ pod: { sidecars: { proxy: { ...calling, starts } } } }, MESH);
  expect(starting()).toEqual(NATIVE);
  expect(starting('after-init')).toEqual(NATIVE);
  expect(starting('with-main')).toEqual({});
  const silent = { pod: { sidecars: { proxy: quiet } }, calls: [queue] };
  expect(annotateForInit(silent, MESH)).toEqual({});
});

test("a proxy starts before init containers that have the microservice's own values", () => {
  const pod = (configValues: boolean) => ({
    initContainers: { migrate: { ...quiet, configValues } },
  });
  const config = { values: { QUEUE: address`${queue}` } };
  expect(annotateForInit({ config, pod: pod(true) }, MESH)).toEqual(NATIVE);
  expect(annotateForInit({ config, pod: pod(false) }, MESH)).toEqual({});
  expect(annotateForInit({ config: { values: { A: 'b' } }, pod: pod(true) }, MESH)).toEqual({});
});
