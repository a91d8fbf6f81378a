import { App, YamlOutputType } from 'cdk8s';
import { chartPerService, chartPerSystem } from '../workload';
import { taskFromCommandLine } from './program';

const { size, folder, variant } = taskFromCommandLine();
const yamlOutputType =
  variant === 'folder-layout'
    ? YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE
    : YamlOutputType.FILE_PER_CHART;
const app = new App({ outdir: folder, yamlOutputType });
if (variant === 'chart-per-system') chartPerSystem(app, size);
else chartPerService(app, size);
app.synth();
