import type { StorageState } from '../../spool';
import type { LinkState, UplinkEvent } from './UplinkEvent';

export interface UplinkListener {
  onEvent(event: UplinkEvent): void;
  onState(state: LinkState): void;
  /**
   * Whether the events passed to onEvent() have reached anyone; if absent, they have. Called after drops and
   * quarantined events. Those that have not are reported again to the next listener.
   */
  isHeard?(): Promise<boolean>;
  onStorage?(state: StorageState): void;
  /** What was wrong with the spool's files, in words, for people. */
  onFindings?(findings: readonly string[]): void;
}

/** Wraps a listener so that an error it throws does not stop a delivery, a timer or close(). */
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
