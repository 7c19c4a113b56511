import type { Bench } from '../Bench';
import { accuracyBench } from './accuracy';
import { kindsBench } from './kinds';
import { speedBench } from './speed';

/** How accurate and how fast the classifier is. */
export const classifyBenches: readonly Bench[] = [accuracyBench, kindsBench, speedBench];
