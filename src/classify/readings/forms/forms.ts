import type { LeafWalk } from '../../leaves/LeafWalk';
import { homeAssistant } from './homeAssistant';
import { lorawan } from './lorawan';
import { lwm2m } from './lwm2m';
import { oneM2M } from './oneM2M';
import { senml } from './senml';
import { shelly } from './shelly';
import { signalK } from './signalK';
import { sparkplug } from './sparkplug';
import { tasmota } from './tasmota';

/**
 * Takes the leaves of a payload whose form it knows.
 * @returns false, with nothing taken, for a payload of another form.
 */
type Form = (payload: object, walk: LeafWalk) => boolean;

/** Forms that say more than their shape does, in the order in which they are tried. */
const FORMS: readonly Form[] = [
  senml,
  lwm2m,
  oneM2M,
  sparkplug,
  signalK,
  lorawan,
  homeAssistant,
  tasmota,
  shelly,
];

/** Takes the leaves of a payload, by the first form that knows it, else by its shape alone. */
export function takeLeaves(payload: object, walk: LeafWalk): void {
  if (!FORMS.some((form) => form(payload, walk))) walk.walk(payload, { path: '' });
}
