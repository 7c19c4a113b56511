import type { Bench } from '../Bench';
import { brokerBench } from './broker';
import { socketBench } from './socket';

export const overloadBenches: readonly Bench[] = [socketBench, brokerBench];
