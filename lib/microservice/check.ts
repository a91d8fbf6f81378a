import { checkGrants } from '../access/grant-check';
import { checkSeenByMesh } from '../access/mesh-ports';
import { checkConfig } from '../config/check';
import { FILES_VOLUME, filesVolume } from '../config/volume';
import { checkRelease } from '../delivery/release';
import { isBlueGreen, isSideBySide, versionsOf } from '../delivery/side-by-side';
import { checkCalled } from '../endpoint/problems';
import { ingressOf } from '../environment/ingress';
import { checkImage } from '../kubernetes/image';
import {
  checkAnnotations,
  checkDnsSubdomain,
  checkLabels,
  checkServiceName,
} from '../kubernetes/names';
import { checkPod } from '../pod/check';
import { podSelector } from '../pod/plan';
import { portsOf } from '../pod/ports';
import { gather, gatherAll } from '../problem/gather';
import { type Problem, wrongValue } from '../problem/problem';
import type { MicroserviceContext } from './context';
import { checkMicroserviceExposure } from './exposure';
import { checkMicroserviceObservability } from './observability';
import { checkDisruptionBudget, checkScaling } from './scaling-check';
import { versionServices } from './selectors';
import { checkServices } from './service-check';
import { servicePorts, trafficPolicyOf } from './service-plan';
import type { MicroserviceProps, ServiceAccountOptions, ServiceOptions } from './spec';
import { leastOf } from './workload-part';

/** Checks everything that a microservice's spec says, by itself and in its surroundings. */
export function checkMicroservice(
  props: MicroserviceProps,
  context: MicroserviceContext,
): readonly Problem[] {
  const { labels = {}, annotations = {} } = props;
  return gather(
    checkServiceName('name', context.name),
    context.imageProblems,
    checkMainImage(props, context),
    checkPod(context.name, props, props.volumes, props.pod, {
      volumes: filesVolume(props.config, context.name),
      hasConfigValues: Object.keys(props.config?.values ?? {}).length > 0,
    }),
    checkFilesVolume(props),
    checkConfig('config', props.config),
    checkScaling('replicas', props.replicas),
    checkDisruptionBudget('disruptionBudget', props, context),
    checkRelease('release', props.release, {
      name: context.name,
      replicas: leastOf(props.replicas ?? context.replicas),
      selector: { app: context.name, ...podSelector(context.name) },
      wayIn: props.exposed && ingressOf(context.environment).kind,
      isAutoscaled: typeof props.replicas === 'object',
    }),
    checkServices(props, context.name),
    checkVersionServices(props, context.name),
    checkMicroserviceExposure(props, context),
    checkServiceAccount('serviceAccount', props.serviceAccount),
    checkGrants('grants', props.grants),
    checkMetrics(props),
    checkMicroserviceObservability(props, context),
    checkCalled('calls', props.calls),
    checkSourceRanges(props, context),
    checkSeenByMesh('ports', portsOf(props.ports), context.environment),
    checkLabels('labels', labels),
    checkLabels('component', props.component === undefined ? {} : { component: props.component }),
    checkAnnotations('annotations', annotations),
  );
}

/** Of two versions that run side by side, each has an image of its own. */
function checkMainImage(
  { release, image: named }: MicroserviceProps,
  { image, versionImages }: MicroserviceContext,
): readonly Problem[] {
  if (!isSideBySide(release)) return image === undefined ? [] : checkImage('image', image);
  const isShared = named !== undefined && isBlueGreen(release);
  return [
    ...(isShared
      ? [wrongValue('image', named, 'none: name each version’s in release.images, or pin both')]
      : []),
    ...versionsOf(release).flatMap(({ version, field, image: own }) => {
      const found = versionImages[version];
      // What the release itself names is checked with it.
      return found === undefined || own !== undefined ? [] : checkImage(field, found);
    }),
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

/** Policies let callers in by their addresses, which a node that passes them on replaces by its own. */
function checkSourceRanges(
  { service, services = {} }: MicroserviceProps,
  { system, environment }: MicroserviceContext,
): readonly Problem[] {
  if (system === undefined || (environment.access?.kubeletCidrs ?? []).length > 0) return [];
  const main = service === undefined || service === 'none' ? [] : [['service', service] as const];
  const others = Object.entries<ServiceOptions>(services).map(
    ([name, options]) => [`services.${name}`, options] as const,
  );
  return [...main, ...others]
    .filter(
      ([, options]) =>
        options.loadBalancerSourceRanges !== undefined && trafficPolicyOf(options) === 'Cluster',
    )
    .map(([field]) => ({
      field: `${field}.externalTrafficPolicy`,
      message:
        "is 'Cluster', so that pods see nodes' addresses instead of loadBalancerSourceRanges: leave it out, or name those of the nodes in access.kubeletCidrs of the environment",
    }));
}

function checkServiceAccount(
  field: string,
  account: ServiceAccountOptions = {},
): readonly Problem[] {
  if (account.existing !== undefined)
    return checkDnsSubdomain(`${field}.existing`, account.existing);
  const { annotations = {}, labels = {}, imagePullSecrets = [] } = account;
  return gather(
    checkAnnotations(`${field}.annotations`, annotations),
    checkLabels(`${field}.labels`, labels),
    gatherAll(imagePullSecrets.map((name) => checkDnsSubdomain(`${field}.imagePullSecrets`, name))),
  );
}

function checkMetrics({ metrics, ports = {} }: MicroserviceProps): readonly Problem[] {
  if (metrics === undefined || Object.hasOwn(ports, metrics.port)) return [];
  const names = Object.keys(ports).map((name) => `'${name}'`);
  return [wrongValue('metrics.port', metrics.port, names.join(', ') || 'none: it has no ports')];
}

function checkFilesVolume(props: MicroserviceProps): readonly Problem[] {
  const { config, volumes = {}, pod = {} } = props;
  if (config?.files === undefined || Object.keys(config.files.contents).length === 0) return [];
  if (Object.hasOwn(volumes, FILES_VOLUME))
    return [wrongValue('volumes', FILES_VOLUME, 'another name: this one is taken by config.files')];
  const { initContainers = {}, sidecars = {} } = pod;
  const containers = [props, ...Object.values(initContainers), ...Object.values(sidecars)];
  return config.files.mountPath === undefined &&
    !containers.some(({ mounts = {} }) => [mounts[FILES_VOLUME] ?? []].flat().length > 0)
    ? [
        {
          field: 'config.files.mountPath',
          message: `is missing, and no container sees the files: write a path, or '${FILES_VOLUME}' in the mounts of a container`,
        },
      ]
    : [];
}
