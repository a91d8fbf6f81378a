import type { Manifest } from '../../lib/manifest/manifest';
import { readYaml } from '../../lib/manifest/read-yaml';

/** A cart that nothing but these tests changes. */
const YAML = `
apiVersion: v1
kind: Service
metadata:
  name: cart
  namespace: shop
spec:
  selector:
    app: cart
  ports:
  - name: grpc
    port: 7070
    targetPort: grpc
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
spec:
  replicas: 1
  selector:
    matchLabels:
      app: cart
  template:
    metadata:
      labels:
        app: cart
    spec:
      containers:
      - name: proxy
        image: registry.example.com/proxy:v7
      - name: cart
        image: registry.example.com/shop/cart:v1
        ports:
        - name: grpc
          containerPort: 7070
        readinessProbe:
          grpc:
            port: 7070
        lifecycle:
          preStop:
            exec:
              command:
              - sleep
              - "5"
`;

/** The cart's objects, with their lines in a file. */
export const cart = readYaml('shop/cart.yaml', YAML.trimStart()).manifests;

/** The cart's Deployment. */
export function deployment(): Manifest {
  const found = cart.find(({ manifest }) => manifest.kind === 'Deployment');
  if (found === undefined) throw new Error('there is no Deployment');
  return found.manifest;
}
