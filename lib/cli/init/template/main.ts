import { createRepo } from './repo';

createRepo().synth();
