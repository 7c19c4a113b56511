import type { NodeDef } from 'node-red';
import type { DeltaOptions, SeriesOptions } from '../../src/delta';
import { DELTA } from '../../src/settings/delta';

/** The settings of a delta node as a flow holds them. */
export type DeltaConfig = NodeDef &
  DeltaOptions & {
    readonly persist?: boolean | string;
    readonly staleOutput?: boolean | string;
    readonly outputs?: number | string;
  };

/** Settings that release 0.1.0 had. */
const SETTINGS_010 = ['name', 'mode', 'threshold', 'floor', 'maxSeries', 'outputs'];

const LATER = Object.keys(DELTA).filter((setting) => !SETTINGS_010.includes(setting));

/** Modes that release 0.1.0 had; a flow written by hand may name another and leave out everything else. */
const MODES_010: readonly unknown[] = [undefined, '', 'relative', 'absolute', 'change'];

/** Whether a node was saved by release 0.1.0, whose filter knew neither times nor status fields. */
export function isOfRelease010(config: DeltaConfig): boolean {
  return (
    MODES_010.includes(config.mode) && LATER.every((setting) => Reflect.get(config, setting) === undefined)
  );
}

/** Whether the filter may ask for an earlier message, so that messages have to be kept as they came. */
export function keepsMessages(options: DeltaOptions): boolean {
  const keeps = ({ mode, sendPrevious, minInterval }: SeriesOptions): boolean =>
    mode === 'swinging-door' ||
    mode === 'auto' ||
    String(sendPrevious) === 'true' ||
    Number(minInterval ?? 0) > 0;
  return keeps(options) || (options.rules ?? []).some(keeps);
}
