import { nodeRed5 } from '../harness/nodeRed/installations';
import { describeExamples } from './examplesInEditor';

describeExamples(nodeRed5);
