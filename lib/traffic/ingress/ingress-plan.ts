import type { k8s } from 'cdk8s-plus-28';
import type { ServiceEndpoint } from '../../endpoint/endpoint';
import { kubeManifest } from '../../manifest/kube-manifest';
import type { Manifest } from '../../manifest/manifest';
import { planCertificate } from '../certificate';
import { metadataOf } from '../wire';
import type { IngressPath, IngressProps, IngressRule } from './ingress-spec';
import { nginxAnnotations } from './nginx';

/** An Ingress and its certificates as plain data. The props have been checked before. */
export function planIngress(
  name: string,
  props: IngressProps,
): { readonly ingress: Manifest; readonly certificates: readonly Manifest[] } {
  const { ingressClassName, rules = [], tls = [], defaultBackend, nginx, annotations } = props;
  const secretOf = (index: number) => (index === 0 ? `${name}-tls` : `${name}-${index}-tls`);
  const metadata = metadataOf(name, {
    ...props,
    annotations: { ...annotations, ...nginxAnnotations(nginx) },
  });
  const ingress = kubeManifest('KubeIngress', {
    metadata,
    spec: {
      ingressClassName,
      defaultBackend: defaultBackend && planBackend(defaultBackend),
      ...(tls.length > 0 && {
        tls: tls.map(({ hosts, secretName, certificate }, index) => ({
          hosts: [...hosts],
          secretName: certificate === undefined ? secretName : secretOf(index),
        })),
      }),
      ...(rules.length > 0 && { rules: rules.map(planRule) }),
    },
  });
  const certificates = tls.flatMap(({ hosts, certificate }, index) =>
    certificate === undefined
      ? []
      : [
          planCertificate(
            metadataOf(secretOf(index), { labels: props.labels }),
            hosts,
            certificate,
          ),
        ],
  );
  return { ingress, certificates };
}

/** The paths of a rule as a list. */
export function pathsOf({ paths }: IngressRule): readonly IngressPath[] {
  return 'kind' in paths ? [{ to: paths }] : paths;
}

function planRule(rule: IngressRule): k8s.IngressRule {
  return {
    host: rule.host,
    http: {
      paths: pathsOf(rule).map(({ path = '/', pathType = 'Prefix', to }) => ({
        path,
        pathType,
        backend: planBackend(to),
      })),
    },
  };
}

function planBackend({ service, port }: ServiceEndpoint): k8s.IngressBackend {
  return { service: { name: service, port: { number: port } } };
}
