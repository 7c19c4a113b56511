import { nodeRed4 } from '../harness/nodeRed/installations';
import { describeExamples } from './examplesInEditor';

describeExamples(nodeRed4);
