import { supercargoTree } from '../workload';
import { taskFromCommandLine } from './program';

const { size, folder } = taskFromCommandLine();
supercargoTree(size, folder).synth();
