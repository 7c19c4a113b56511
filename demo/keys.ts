/** The part of a terminal's input stream that is used here. */
export interface Keyboard {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
  on(event: 'data', listener: (data: Buffer) => void): unknown;
  off(event: 'data', listener: (data: Buffer) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

const CTRL_C = '\u0003';

/**
 * Calls the function assigned to each key pressed. A terminal read key by key delivers Ctrl-C as a key as well.
 * @returns a function that stops this and restores the terminal; undefined if the input is not a terminal.
 */
export function onKeys(
  keyboard: Keyboard,
  keys: Readonly<Record<string, () => void>>,
  onCtrlC: () => void,
): (() => void) | undefined {
  if (!keyboard.isTTY || !keyboard.setRawMode) return undefined;
  const listener = (data: Buffer): void => {
    for (const key of data.toString('latin1')) {
      if (key === CTRL_C) onCtrlC();
      else keys[key.toLowerCase()]?.();
    }
  };
  keyboard.setRawMode(true);
  keyboard.on('data', listener);
  keyboard.resume();
  return () => {
    keyboard.off('data', listener);
    keyboard.setRawMode?.(false);
    keyboard.pause();
  };
}
