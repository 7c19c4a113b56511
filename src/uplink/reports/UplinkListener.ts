import type { StorageState } from '../../spool';
import type { LinkState, UplinkEvent } from './UplinkEvent';

export interface UplinkListener {
  onEvent(event: UplinkEvent): void;
  onState(state: LinkState): void;
  /**
   * Whether what onEvent() was told has reached somebody; asked after drops and quarantined events, which are told again
   * to the next listener if not. Where absent, it has.
   */
  isHeard?(): Promise<boolean>;
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
    isHeard: async () => (await listener.isHeard?.()) ?? true,
    onState: (state) => guard(() => listener.onState(state)),
    onStorage: (state) => guard(() => listener.onStorage?.(state)),
    onFindings: (findings) => guard(() => listener.onFindings?.(findings)),
  };
}
