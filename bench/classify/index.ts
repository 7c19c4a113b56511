import type { Bench } from '../Bench';
import { accuracyBench } from './accuracy';

/** How good and how fast the classifier is. */
export const classifyBenches: readonly Bench[] = [accuracyBench];
