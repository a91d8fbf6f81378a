import { App, YamlOutputType } from 'cdk8s';
import { addServiceCharts, addSystems } from '../workload';
import { addPlusCharts } from '../workload-cdk8s-plus';
import { taskFromCommandLine } from './program';

const { size, folder, variant } = taskFromCommandLine();
const [tree, layout] = variant.split(' ');
const app = new App({
  outdir: folder,
  yamlOutputType:
    layout === 'folders'
      ? YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE
      : YamlOutputType.FILE_PER_CHART,
});
if (tree === 'plus') addPlusCharts(app, size);
else if (tree === 'systems') addSystems(app, size);
else addServiceCharts(app, size);
app.synth();
