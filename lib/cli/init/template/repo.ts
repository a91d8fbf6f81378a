import { join } from 'node:path';
import { ConfigRepo, imagePinsIn } from 'supercargo';
import { Shop } from './apps/shop';
import { environments } from './envs';

/** What is deployed where. Add your systems here. */
export function createRepo(): ConfigRepo<typeof environments> {
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/my-org/my-config.git',
    environments,
    images: imagePinsIn(join(__dirname, 'envs')),
  });

  repo.deploy(Shop);

  return repo;
}
