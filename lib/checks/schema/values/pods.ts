import { isQualifiedName } from '../../../kubernetes/names';
import { type Fields, fieldsOf, findText, itemsOf } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import { findPodTemplates } from '../../../manifest/pod-template';
import { wrongValue } from '../../../problem/problem';
import { checkClaim } from './claims';
import { missing, type Refusal, together } from './refusal';

/** What a volume may be of; some kinds are of clusters of the past. */
const SOURCES = (
  'emptyDir configMap secret persistentVolumeClaim projected ephemeral csi hostPath nfs downwardAPI image ' +
  'awsElasticBlockStore azureDisk azureFile cephfs cinder fc flexVolume flocker gcePersistentDisk gitRepo ' +
  'glusterfs iscsi photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume'
).split(' ');

const VALUE_SOURCES = ['configMapKeyRef', 'fieldRef', 'resourceFieldRef', 'secretKeyRef'];

const CONTAINERS = ['initContainers', 'containers'] as const;

/** Fields of the pod that a container may be told. */
const OF_POD = ['metadata.name', 'metadata.namespace', 'metadata.uid'];
const IN_ENV = [
  ...OF_POD,
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** What the API server still knows by an older name. */
const RENAMED: ReadonlyMap<string, string> = new Map([['spec.host', 'spec.nodeName']]);
const IN_FILES = [...OF_POD, 'metadata.annotations', 'metadata.labels'];

/** `metadata.labels['app']` */
const MEMBER = /^metadata\.(annotations|labels)\['(.*)'\]$/;

/** What a source of a projected volume may be of. */
const PROJECTIONS = [
  'clusterTrustBundle',
  'configMap',
  'downwardAPI',
  'podCertificate',
  'secret',
  'serviceAccountToken',
];

/** Finds what the API server refuses in the pods of an object. @see `ValidatePodSpec` of Kubernetes */
export function checkPods(manifest: Manifest): readonly Refusal[] {
  return findPodTemplates(manifest).flatMap(({ path, spec }) => [
    ...checkNames(`${path}spec`, spec),
    ...CONTAINERS.flatMap((list) =>
      itemsOf(spec[list]).flatMap((container, index) =>
        itemsOf(fieldsOf(container).env).flatMap((item, number) =>
          checkVariable(`${path}spec.${list}[${index}].env[${number}]`, fieldsOf(item)),
        ),
      ),
    ),
    ...itemsOf(spec.volumes).flatMap((volume, index) =>
      checkVolume(`${path}spec.volumes[${index}]`, fieldsOf(volume)),
    ),
    ...itemsOf(spec.tolerations).flatMap((toleration, index) =>
      checkToleration(`${path}spec.tolerations[${index}]`, fieldsOf(toleration)),
    ),
  ]);
}

/** Containers that are done before the others start have names beside theirs. */
function checkNames(field: string, { containers, initContainers }: Fields): readonly Refusal[] {
  const names = new Set(itemsOf(containers).map((one) => fieldsOf(one).name));
  return itemsOf(initContainers).flatMap((item, index) => {
    const { name } = fieldsOf(item);
    return typeof name === 'string' && names.has(name)
      ? [
          wrongValue(
            `${field}.initContainers[${index}].name`,
            name,
            'a name that no other container has',
          ),
        ]
      : [];
  });
}

function checkVariable(field: string, { value, valueFrom }: Fields): readonly Refusal[] {
  if (valueFrom === undefined) return [];
  if (typeof value === 'string' && value !== '')
    return [together(field, ['value', 'valueFrom'], 'one of them')];
  const source = fieldsOf(valueFrom);
  const named = VALUE_SOURCES.filter((name) => source[name] !== undefined);
  const one = `one of ${VALUE_SOURCES.join(', ')}`;
  if (named.length === 0) return [missing(`${field}.valueFrom`, one)];
  if (named.length > 1) return [together(`${field}.valueFrom`, named, one)];
  return checkFieldPath(`${field}.valueFrom.fieldRef`, source.fieldRef, IN_ENV);
}

function checkFieldPath(
  field: string,
  reference: unknown,
  known: readonly string[],
): readonly Refusal[] {
  const { fieldPath, apiVersion = 'v1' } = fieldsOf(reference);
  if (typeof fieldPath !== 'string' || apiVersion !== 'v1') return [];
  if (known.includes(RENAMED.get(fieldPath) ?? fieldPath) || isMember(fieldPath)) return [];
  const allowed = [...known, "metadata.labels['KEY']", "metadata.annotations['KEY']"].join(', ');
  return [wrongValue(`${field}.fieldPath`, fieldPath, allowed)];
}

function isMember(fieldPath: string): boolean {
  const [, map, key] = MEMBER.exec(fieldPath) ?? [];
  if (key === undefined) return false;
  return isQualifiedName(map === 'annotations' ? key.toLowerCase() : key);
}

/** One that says no more than its name is an empty folder. */
function checkVolume(field: string, volume: Fields): readonly Refusal[] {
  const named = SOURCES.filter((name) => volume[name] !== undefined);
  if (named.length > 1) return [together(field, named, 'one of them')];
  const { downwardAPI, projected, ephemeral } = volume;
  const sources = itemsOf(fieldsOf(projected).sources).map(
    (source, index) => [`${field}.projected.sources[${index}]`, fieldsOf(source)] as const,
  );
  const projections = sources.map(
    ([place, source]) => [`${place}.downwardAPI`, source.downwardAPI] as const,
  );
  const { volumeClaimTemplate } = fieldsOf(ephemeral);
  return [
    ...sources.flatMap(([place, source]) => checkProjection(place, source)),
    ...[[`${field}.downwardAPI`, downwardAPI] as const, ...projections].flatMap(([place, source]) =>
      itemsOf(fieldsOf(source).items).flatMap((item, index) =>
        checkFieldPath(`${place}.items[${index}].fieldRef`, fieldsOf(item).fieldRef, IN_FILES),
      ),
    ),
    ...(volumeClaimTemplate === undefined
      ? []
      : checkClaim(`${field}.ephemeral.volumeClaimTemplate.`, fieldsOf(volumeClaimTemplate).spec)),
  ];
}

function checkProjection(field: string, source: Fields): readonly Refusal[] {
  const named = PROJECTIONS.filter((name) => source[name] !== undefined);
  return named.length > 1
    ? [together(field, named, 'one of them, the others in sources of their own')]
    : [];
}

function checkToleration(field: string, toleration: Fields): readonly Refusal[] {
  const { key, value, operator, effect, tolerationSeconds } = toleration;
  const problems: Refusal[] = [];
  if (operator === 'Exists' && (findText(value) ?? '') !== '')
    problems.push(wrongValue(`${field}.value`, value, 'none where the operator is Exists'));
  if ((key ?? '') === '' && (operator ?? 'Equal') === 'Equal')
    problems.push(
      wrongValue(`${field}.operator`, operator ?? 'Equal', 'Exists where no key is said'),
    );
  if (tolerationSeconds !== undefined && effect !== 'NoExecute')
    problems.push(
      wrongValue(
        `${field}.tolerationSeconds`,
        tolerationSeconds,
        'none but for the effect NoExecute',
      ),
    );
  return problems;
}
