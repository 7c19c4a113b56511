import type { LeafWalk } from '../../leaves/LeafWalk';

/**
 * Takes the leaves of a payload whose form it knows.
 * @returns false, with nothing taken, for a payload of another form.
 */
export type Form = (payload: object, walk: LeafWalk) => boolean;
