import type { LinkState, UplinkEvent } from './UplinkEvent';

export interface UplinkListener {
  onEvent(event: UplinkEvent): void;
  onState(state: LinkState): void;
}

/** A listener's fault is its own: it must not stop a delivery, a timer or the close. */
export function guardListener(listener: UplinkListener, onError: (error: unknown) => void): UplinkListener {
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
  };
}
