import { ConfigRepo, defineEnvironment, type Environment, Microservice, System } from '../lib';
import type { Size } from './size';

/** Calls that each service makes. */
export const CALLS = 5;

/** Environments with one system, in which each service calls others before and after it. */
export function accessTree({ services, environments }: Size, outdir: string) {
  const names = Array.from({ length: environments }, (_, index) => `env-${index}`);
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/bench/config.git',
    environments: names.map((name) =>
      defineEnvironment({
        name,
        tier: 'preproduction',
        cluster: { name: 'bench' },
        domain: `${name}.example.com`,
        mesh: { kind: 'istio' },
        access: { dialects: ['kubernetes', 'istio'] },
      }),
    ),
    outdir,
  });
  repo.deploy(
    class extends System {
      constructor(environment: Environment) {
        super(environment, 'system');
        addServices(this, services);
      }
    },
  );
  return repo;
}

function addServices(system: System, count: number): void {
  const services = Array.from(
    { length: count },
    (_, index) =>
      new Microservice(system, `service-${index}`, {
        image: 'registry.example.com/bench/service:v1.0.0',
        ports: { grpc: 9090 },
        resources: { cpu: ['100m', '500m'], memory: ['256Mi', '512Mi'] },
      }),
  );
  for (const [index, service] of services.entries())
    for (let call = 0; call < CALLS; call++) {
      const callee = services[(index * 7 + call * 13 + 1) % count];
      if (callee !== undefined) service.addCalls(callee.endpoint('grpc'));
    }
}
