import { accessTree } from '../workload-access';
import { taskFromCommandLine } from './program';

// Derives all policies of a system, and proves that they open what is declared and nothing else.
const { size, folder } = taskFromCommandLine();
const lines = accessTree(size, folder).checkAccess();
if (lines.length > 0) throw new Error(lines.join('\n'));
