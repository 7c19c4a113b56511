import type { Bench } from '../Bench';
import { filterFidelity } from './filters';
import { filterSpeed } from './speed';

/** Change detection against what else there is. */
export const deltaBenches: readonly Bench[] = [filterFidelity, filterSpeed];
