import { type KubeProps, kubeManifest } from '../../manifest/kube-manifest';
import { LOCAL_CONFIG } from '../../manifest/local-config';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';
import type { PreviewNames } from './names';
import { NO_NUMBER, planReplacements, TEXTS } from './replacements';

/** A system of an environment with previews. */
export interface PreviewedSystem {
  /** Its namespace in the environment: `shop-preview`. */
  readonly namespace: string;
  /** Folder of its manifests in the output: `preview/shop`. */
  readonly folder: string;
  /** Construct path. */
  readonly owner: string;
}

/**
 * A kustomization of a system's folder, which makes a copy of it for a pull request from nothing more than the
 * copy's namespace.
 */
export function planKustomization(
  system: PreviewedSystem,
  manifests: ManifestSet,
  names: PreviewNames,
): ManifestSet {
  const { folder, namespace, owner } = system;
  const sorted = manifests.map(({ manifest }) => manifest);
  const { texts, replacements } = planReplacements(sorted, namespace, names);
  const hasTexts = Object.keys(texts).length > 0;
  const files = new Set(manifests.map(({ file }) => file.slice(folder.length + 1)));
  if (hasTexts) files.add(TEXTS_FILE);
  const entry = (file: string, manifest: Manifest): ManifestEntry => ({
    manifest,
    file: `${folder}/${file}`,
    origin: `${owner}/${file}`,
    owner: `${owner}/${file}`,
    cluster: '',
  });
  const kustomization: Manifest = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    metadata: { name: namespace, annotations: LOCAL_CONFIG },
    // Argo CD names that of the pull request.
    namespace: `${namespace}-${NO_NUMBER}`,
    resources: [...files].toSorted(),
    ...(replacements.length > 0 && { replacements }),
  };
  const props: KubeProps<'KubeConfigMap'> = {
    metadata: { name: TEXTS, annotations: LOCAL_CONFIG },
    data: texts,
  };
  return [
    entry('kustomization.yaml', kustomization),
    ...(hasTexts ? [entry(TEXTS_FILE, kubeManifest('KubeConfigMap', props))] : []),
  ];
}

/** No name of a microservice has a dot. */
const TEXTS_FILE = 'kustomization.texts.yaml';
