import type { Bench } from '../Bench';
export const headToHeadBench: Bench = { name: 'head-to-head', title: 'x', run: async () => '' };
