import { FaultySpool } from '../spool/FaultySpool';
import { type RigOptions, UplinkRig } from './uplinkRig';

/** A rig with a spool that does what the test says. */
export function faulty(
  options: RigOptions = {},
  prepare: (spool: FaultySpool) => void = () => undefined,
): { readonly rig: UplinkRig; readonly spool: FaultySpool } {
  let made: FaultySpool | undefined;
  const rig = new UplinkRig({
    ...options,
    makeSpool(...parts) {
      made = new FaultySpool(...parts);
      prepare(made);
      return made;
    },
  });
  if (!made) throw new Error('The rig made no spool.');
  return { rig, spool: made };
}
