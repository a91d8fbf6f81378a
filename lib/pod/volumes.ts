import type { k8s } from 'cdk8s-plus-28';
import { checkDataKey, checkDnsLabel, checkDnsSubdomain } from '../kubernetes/names';
import { checkSize, type Size } from '../kubernetes/quantity';
import { quantity } from '../manifest/kube-manifest';
import { type Problem, wrongValue } from '../problem/problem';
import { requireCall } from '../shape/check';

/** Where a container sees a volume. A bare string stands for `{ path: string }`. */
export interface Mount {
  /** Absolute path in the container. */
  readonly path: string;
  /** A file or folder inside the volume, relative. @default its root */
  readonly subPath?: string;
  /** A path inside the volume with environment variables in it: `$(POD_NAME)`. Instead of `subPath`. */
  readonly subPathExpr?: string;
  /** @default false */
  readonly readOnly?: boolean;
  /** @default 'None' */
  readonly mountPropagation?: 'None' | 'HostToContainer' | 'Bidirectional';
}

/** Where a container sees volumes, by name: at one path, or at several. */
export type Mounts = Readonly<Record<string, string | Mount | readonly (string | Mount)[]>>;

/** A volume of a pod, and where the main container sees it. */
export interface Volume {
  /** Undefined where the workload brings it for each of its pods. */
  readonly source: Omit<k8s.Volume, 'name'> | undefined;
  /** @default not mounted in the main container */
  readonly mount?: Mount;
  /** Problems of the parameters, reported by the pod that has the volume. */
  readonly problems: readonly Problem[];
}

interface VolumeOptions {
  /** Absolute path in the main container. @default not mounted there */
  readonly mountPath?: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

/** Octal permission bits as a number: `0o440`. */
interface FileModeOptions extends VolumeOptions {
  /** @default 0o644, Kubernetes' own */
  readonly mode?: number;
  /** Keys to show, and the file that each becomes. @default every key, as a file of its name */
  readonly items?: Readonly<Record<string, string>>;
  /** Start without the object when it doesn't exist. @default false */
  readonly optional?: boolean;
}

/** An empty folder that lives as long as the pod. */
export function emptyDir(
  options: VolumeOptions & { readonly sizeLimit?: Size; readonly medium?: 'Memory' } = {},
): Volume {
  requireCall('emptyDir', options);
  const { sizeLimit, medium } = options;
  return volume(
    {
      emptyDir: {
        medium,
        sizeLimit: sizeLimit === undefined ? undefined : quantity(sizeLimit),
      },
    },
    options,
    sizeLimit === undefined ? [] : checkSize('sizeLimit', sizeLimit),
  );
}

/** A PersistentVolumeClaim that exists already. */
export function existingClaim(claimName: string, options: VolumeOptions = {}): Volume {
  requireCall('existingClaim', claimName, options);
  const { readOnly } = options;
  return volume(
    { persistentVolumeClaim: { claimName, readOnly } },
    options,
    checkDnsSubdomain('claimName', claimName),
  );
}

/** Keys of an existing ConfigMap as files. */
export function configVolume(configMap: string, options: FileModeOptions = {}): Volume {
  requireCall('configVolume', configMap, options);
  const { mode, items, optional } = options;
  return volume(
    { configMap: { name: configMap, defaultMode: mode, items: planItems(items), optional } },
    options,
    [
      ...checkDnsSubdomain('configMap', configMap),
      ...checkMode('mode', mode),
      ...checkItems(items),
    ],
  );
}

/** Keys of an existing Secret as files. */
export function secretVolume(secret: string, options: FileModeOptions = {}): Volume {
  requireCall('secretVolume', secret, options);
  const { mode, items, optional } = options;
  return volume(
    { secret: { secretName: secret, defaultMode: mode, items: planItems(items), optional } },
    options,
    [...checkDnsSubdomain('secret', secret), ...checkMode('mode', mode), ...checkItems(items)],
  );
}

/**
 * Several sources in one folder: service-account tokens, secrets, config, the downward API.
 * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/
 */
export function projectedVolume(
  sources: readonly k8s.VolumeProjection[],
  options: VolumeOptions & { readonly mode?: number } = {},
): Volume {
  requireCall('projectedVolume', sources, options);
  const source = { projected: { sources: [...sources], defaultMode: options.mode } };
  return volume(source, options, checkMode('mode', options.mode));
}

/** A volume that the workload brings for each of its pods, by a template of a claim. */
export function ownVolume(options: VolumeOptions): Volume {
  return volume(undefined, options, []);
}

/** Any other kind of volume, in Kubernetes' own words. */
export function otherVolume(source: Omit<k8s.Volume, 'name'>, options: VolumeOptions = {}): Volume {
  requireCall('otherVolume', source, options);
  return volume(source, options, []);
}

/** Checks names, sources and mount paths of a pod's volumes. */
export function checkVolumes(
  field: string,
  volumes: Readonly<Record<string, Volume>> = {},
): readonly Problem[] {
  return Object.entries(volumes).flatMap(([name, { problems, mount }]) => [
    ...checkDnsLabel(field, name),
    ...problems.map((problem) => ({ ...problem, field: `${field}.${name}.${problem.field}` })),
    ...(mount === undefined
      ? []
      : [
          ...checkMountPath(`${field}.${name}.mountPath`, mount.path),
          ...checkSubPaths(`${field}.${name}`, mount),
        ]),
  ]);
}

/** The mounts in the main container that come with the volumes themselves. */
export function mountsOf(
  volumes: Readonly<Record<string, Volume>> = {},
): Readonly<Record<string, Mount>> {
  return Object.fromEntries(
    Object.entries(volumes).flatMap(([name, { mount }]) =>
      mount === undefined ? [] : [[name, mount] as const],
    ),
  );
}

/**
 * Checks that nothing is mounted twice at the same path of a container.
 * @param volumes - those that the container sees by their own mount paths @default none
 */
export function checkMountPaths(
  field: string,
  mounts: Mounts = {},
  volumes: Readonly<Record<string, Volume>> = {},
): readonly Problem[] {
  const all = [...ownMounts(volumes), ...listMounts(field, mounts)];
  if (all.length < 2) return [];
  const first = new Map<string, string>();
  return all.flatMap(({ name, field, mount: { path } }) => {
    const other = first.get(path);
    if (other !== undefined)
      return [wrongValue(field, path, `a path at which '${other}' isn't mounted`)];
    first.set(path, name);
    return [];
  });
}

function ownMounts(volumes: Readonly<Record<string, Volume>>): readonly MountAt[] {
  return Object.entries(volumes).flatMap(([name, { mount }]) =>
    mount === undefined ? [] : [{ name, field: `volumes.${name}.mountPath`, mount }],
  );
}

/** Checks that a container's mounts name volumes of its pod. */
export function checkMounts(
  field: string,
  mounts: Mounts = {},
  volumes: Readonly<Record<string, Volume>> = {},
): readonly Problem[] {
  const known = () => Object.keys(volumes).join(', ') || 'there is none';
  return [
    ...Object.keys(mounts)
      .filter((name) => !Object.hasOwn(volumes, name))
      .map((name) => wrongValue(field, name, `a volume of the pod: ${known()}`)),
    ...listMounts(field, mounts).flatMap(({ field: at, mount }) => [
      ...checkMountPath(at, mount.path),
      ...checkSubPaths(at, mount),
    ]),
  ];
}

/** The `volumes` list of a pod. */
export function planVolumes(volumes: Readonly<Record<string, Volume>> = {}): k8s.Volume[] {
  return Object.entries(volumes).flatMap(([name, { source }]) =>
    source === undefined ? [] : [{ name, ...source }],
  );
}

/** The `volumeMounts` list of a container, in the order of what is given. */
export function planMounts(
  ...given: readonly (Mounts | undefined)[]
): k8s.VolumeMount[] | undefined {
  const list = given.flatMap((mounts) =>
    listMounts('', mounts).map(({ name, mount: { path, ...options } }) => ({
      name,
      mountPath: path,
      ...options,
    })),
  );
  return list.length === 0 ? undefined : list;
}

/** One mount, of which volume it is, and where it is written. */
interface MountAt {
  readonly name: string;
  readonly field: string;
  readonly mount: Mount;
}

function listMounts(field: string, mounts: Mounts = {}): readonly MountAt[] {
  return Object.entries(mounts).flatMap(([name, given]): readonly MountAt[] => {
    const at = `${field}.${name}`;
    return isList(given)
      ? given.map((one, index) => ({ name, field: `${at}[${index}]`, mount: mountOf(one) }))
      : [{ name, field: at, mount: mountOf(given) }];
  });
}

function isList(given: Mounts[string]): given is readonly (string | Mount)[] {
  return Array.isArray(given);
}

function volume(
  source: Volume['source'],
  { mountPath, subPath, readOnly }: VolumeOptions,
  problems: readonly Problem[],
): Volume {
  const mount = mountPath === undefined ? undefined : { path: mountPath, subPath, readOnly };
  return { source, mount, problems };
}

/** A mount in full. */
function mountOf(mount: string | Mount): Mount {
  return typeof mount === 'string' ? { path: mount } : mount;
}

function checkItems(items: Readonly<Record<string, string>> = {}): readonly Problem[] {
  return Object.entries(items).flatMap(([key, path]) => [
    ...checkDataKey('items', key),
    ...(path !== '' && isInside(path) ? [] : [wrongValue(`items.${key}`, path, INSIDE)]),
  ]);
}

function checkSubPaths(field: string, { subPath, subPathExpr }: Mount): readonly Problem[] {
  if (subPath !== undefined && subPathExpr !== undefined)
    return [{ field, message: 'has subPath and subPathExpr: keep one of the two' }];
  return Object.entries({ subPath, subPathExpr }).flatMap(([key, path]) =>
    path === undefined || isInside(path) ? [] : [wrongValue(`${field}.${key}`, path, INSIDE)],
  );
}

const INSIDE = "a path inside the volume: relative, and without '..'";

function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.split('/').includes('..');
}

function planItems(
  items: Readonly<Record<string, string>> | undefined,
): k8s.KeyToPath[] | undefined {
  return items && Object.entries(items).map(([key, path]) => ({ key, path }));
}

/** Checks permission bits of files. */
export function checkMode(field: string, mode: number | undefined): readonly Problem[] {
  if (mode === undefined || (Number.isInteger(mode) && mode >= 0 && mode <= 0o777)) return [];
  return [wrongValue(field, mode, 'permission bits from 0o000 to 0o777')];
}

/** Checks a path at which a container is to see a volume. */
export function checkMountPath(field: string, path: unknown): readonly Problem[] {
  if (typeof path === 'string' && path.startsWith('/') && !path.includes(':')) return [];
  return [wrongValue(field, path, "an absolute path without ':'")];
}
