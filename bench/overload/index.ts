import type { Bench } from '../Bench';
import { brokerBench } from './broker';
import { drainBench } from './drain';
import { socketBench } from './socket';

export const overloadBenches: readonly Bench[] = [socketBench, brokerBench, drainBench];
