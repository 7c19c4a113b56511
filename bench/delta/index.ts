import type { Bench } from '../Bench';
import { filterSpeed } from './filterSpeed';
import { filterFidelity } from './filters';
import { untouchedFilter } from './untouchedFilter';

/** Change detection compared with the alternatives. */
export const deltaBenches: readonly Bench[] = [filterFidelity, untouchedFilter, filterSpeed];
