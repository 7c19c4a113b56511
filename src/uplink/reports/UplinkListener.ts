import type { StorageState } from '../../spool';
import type { LinkState, UplinkEvent } from './UplinkEvent';

export interface UplinkListener {
  onEvent(event: UplinkEvent): void;
  onState(state: LinkState): void;
  onStorage?(state: StorageState): void;
  /** What was wrong with the files of the spool, in words, for people. */
  onFindings?(findings: readonly string[]): void;
}

/** Wraps a listener so that an error thrown in it does not stop a delivery, a timer or the close. */
export function guardListener(
  listener: UplinkListener,
  onError: (error: unknown) => void,
): Required<UplinkListener> {
  const guard = (notify: () => void): void => {
    try {
      notify();
    } catch (error) {
      onError(error);
    }
  };
  return {
    onEvent: (event) => guard(() => listener.onEvent(event)),
    onState: (state) => guard(() => listener.onState(state)),
    onStorage: (state) => guard(() => listener.onStorage?.(state)),
    onFindings: (findings) => guard(() => listener.onFindings?.(findings)),
  };
}
