import { ConfigRepo } from '../../lib/config-repo/config-repo';
import { defineEnvironments } from '../../lib/environment/define';
import type { Environment } from '../../lib/environment/environment';
import { Microservice } from '../../lib/microservice/microservice';
import { System } from '../../lib/system/system';
import { least } from '../microservice/chart';
import { qa } from '../shop';

class Web extends System {
  constructor(environment: Environment) {
    super(environment, 'web');
    new Microservice(this, 'frontend', {
      ...least,
      ports: { http: { port: 80, target: 8080 } },
      exposed: { host: environment.host('shop') },
    });
  }
}

test.each([
  ['NGINX', qa],
  ['a mesh', { ...qa, mesh: { kind: 'istio' as const } }],
  [
    "a mesh's own policies",
    { ...qa, mesh: { kind: 'istio' as const }, access: { dialects: ['istio' as const] } },
  ],
])('what is exposed by %s is open to the gateway, and to nobody else', (_, spec) => {
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/config.git',
    environments: defineEnvironments(spec),
  });
  repo.deploy(Web);
  expect(repo.checkAccess()).toEqual([]);
});
