import { checkGrants } from '../access/grants';
import { checkConfig } from '../config/check';
import { checkRelease } from '../delivery/release';
import { checkImage } from '../kubernetes/image';
import {
  checkAnnotations,
  checkDnsSubdomain,
  checkLabels,
  checkServiceName,
} from '../kubernetes/names';
import { checkPod } from '../pod/check';
import { podSelector } from '../pod/plan';
import { mountOf, mountsOf } from '../pod/volumes';
import { type Problem, wrongValue } from '../problem/problem';
import type { MicroserviceContext } from './context';
import { checkMicroserviceExposure } from './exposure';
import { FILES_VOLUME, leastReplicas, versionServices } from './plan';
import { checkDisruptionBudget, checkScaling } from './scaling-check';
import { checkServices } from './service-check';
import { servicePorts } from './service-plan';
import type { MicroserviceProps } from './spec';

/** Checks everything that a microservice's spec says, by itself and in its surroundings. */
export function checkMicroservice(
  props: MicroserviceProps,
  context: MicroserviceContext,
): readonly Problem[] {
  const { labels = {}, annotations = {}, serviceAccount = {}, calls = [] } = props;
  return [
    ...checkServiceName('name', context.name),
    ...(context.imageProblem === undefined ? [] : [context.imageProblem]),
    ...(context.image === undefined ? [] : checkImage('image', context.image)),
    ...checkPod(context.name, props, props.volumes, props.pod),
    ...checkFilesVolume(props),
    ...checkConfig('config', props.config),
    ...checkScaling('replicas', props.replicas),
    ...checkDisruptionBudget('disruptionBudget', props, context),
    ...checkRelease('release', props.release, {
      name: context.name,
      replicas: leastReplicas(props, context),
      selector: { ...podSelector(context.name), app: context.name },
    }),
    ...checkServices(props, context.name),
    ...checkVersionServices(props, context.name),
    ...checkMicroserviceExposure(props, context),
    ...(serviceAccount.existing === undefined
      ? []
      : checkDnsSubdomain('serviceAccount.existing', serviceAccount.existing)),
    ...checkGrants('grants', props.grants),
    ...checkMetrics(props),
    ...calls.flatMap((endpoint, index) =>
      endpoint.kind === 'external-endpoint'
        ? endpoint.problems.map((problem) => ({
            ...problem,
            field: `calls[${index}].${problem.field}`,
          }))
        : [],
    ),
    ...checkLabels('labels', labels),
    ...checkLabels(
      'component',
      props.component === undefined ? {} : { component: props.component },
    ),
    ...checkAnnotations('annotations', annotations),
  ];
}

/** A release that splits traffic does it by Services. */
function checkVersionServices(props: MicroserviceProps, name: string): readonly Problem[] {
  const versions = versionServices(props, name);
  if (versions.length === 0) return [];
  if (servicePorts(props).length === 0)
    return [
      {
        field: 'release',
        message: 'needs the Service of its name: add a port, and let `service` be made',
      },
    ];
  return versions
    .filter((version) => Object.hasOwn(props.services ?? {}, version))
    .map((version) =>
      wrongValue('services', version, 'another name: the release makes this Service'),
    );
}

function checkMetrics({ metrics, ports = {} }: MicroserviceProps): readonly Problem[] {
  if (metrics === undefined || Object.hasOwn(ports, metrics.port)) return [];
  const names = Object.keys(ports).map((name) => `'${name}'`);
  return [wrongValue('metrics.port', metrics.port, names.join(', ') || 'none: it has no ports')];
}

function checkFilesVolume({ config, volumes = {}, mounts }: MicroserviceProps): readonly Problem[] {
  if (config?.files === undefined) return [];
  if (Object.hasOwn(volumes, FILES_VOLUME))
    return [wrongValue('volumes', FILES_VOLUME, 'another name: this one is taken by config.files')];
  const { mountPath } = config.files;
  const others = Object.values({ ...mountsOf(volumes), ...mounts });
  return others.some((mount) => mountOf(mount).path === mountPath)
    ? [wrongValue('config.files.mountPath', mountPath, 'a path at which no volume is mounted')]
    : [];
}
