import { address, httpProbe, Microservice, System } from 'supercargo';
import type { Environment } from '../envs';

/** The user of the image, which tells its name only: the kubelet can't know that it isn't root. */
const user = { runAsUser: 100, runAsGroup: 101 };

/** A page, and what it asks. Replace it by what you run. */
export class Shop extends System {
  constructor(environment: Environment) {
    super(environment, 'shop');

    const backend = new Microservice(this, 'backend', {
      ports: { http: 9898 },
      probes: { readiness: httpProbe('/readyz'), liveness: httpProbe('/healthz') },
      resources: { cpu: ['50m', '200m'], memory: ['32Mi', '64Mi'] },
      pod: { securityContext: user },
    });

    new Microservice(this, 'frontend', {
      ports: { http: { port: 80, target: 9898 } },
      // The address of the backend, and leave to call it, in one.
      env: { PODINFO_BACKEND_URL: address`http://${backend.endpoint('http')}/echo` },
      probes: { readiness: httpProbe('/readyz'), liveness: httpProbe('/healthz') },
      resources: { cpu: ['50m', '200m'], memory: ['32Mi', '64Mi'] },
      // A Secret with the certificate for the host; cert-manager, say, brings one.
      exposed: { host: environment.host('shop'), tls: { credential: 'shop-tls' } },
      pod: { securityContext: user },
    });
  }
}
