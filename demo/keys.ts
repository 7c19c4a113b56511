/** What is used of a terminal that is typed into. */
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
 * Calls what belongs to each key that is pressed. A terminal that is read key by key gives Ctrl-C as a key as well.
 * @returns ends that, and gives the terminal back as it was; undefined where nobody types.
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
