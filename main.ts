import { join } from 'node:path';
import { CarRegistry } from './apps/car-registry';
import { ChaosScore } from './apps/chaos-score';
import { Guestbook } from './apps/guestbook';
import { IssueGenerator } from './apps/issue-generator';
import { NginxOperator } from './apps/nginx-operator';
import { OnlineBoutique } from './apps/online-boutique';
import { environments } from './envs';
import { branchesIn, ConfigRepo, imagePinsIn } from './lib';

const repo = new ConfigRepo({
  repository: 'https://git.example.com/shop/config.git',
  environments,
  images: imagePinsIn(join(__dirname, 'envs')),
  branches: branchesIn(join(__dirname, 'envs')),
});

/** All that have the mesh. */
const meshed = ['qa', 'e2e', 'stage', 'prod'] as const;

repo.deploy(OnlineBoutique, { to: meshed });
repo.deploy(Guestbook, { to: ['qa', 'e2e'] });
repo.deploy(CarRegistry);
repo.deploy(IssueGenerator, { to: meshed });
repo.deploy(ChaosScore, { to: ['stage', 'prod'] });
// One environment of each cluster: what it defines holds for all of the cluster.
repo.deploy(NginxOperator, { to: ['qa', 'prod'] });

repo.synth();
