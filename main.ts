import { join } from 'node:path';
import { OnlineBoutique } from './apps/online-boutique';
import { environments } from './envs';
import { ConfigRepo, imagePinsIn } from './lib';

const repo = new ConfigRepo({
  repository: 'https://git.example.com/shop/config.git',
  environments,
  images: imagePinsIn(join(__dirname, 'envs')),
});

repo.deploy(OnlineBoutique);

repo.synth();
