import type { FromEngine, ToEngine } from './messages';

/** Receives what a channel reports. */
export interface ChannelListener {
  onMessages(messages: readonly FromEngine[]): void;
  /** The engine is gone, with everything it had in memory. All its messages have been passed on before this call. */
  onEnd(reason: string): void;
}

/** The connection to one engine, in a thread or on this event loop. */
export interface EngineChannel {
  readonly isThread: boolean;
  post(message: ToEngine): void;
  /** Sets whether the engine keeps the process alive. */
  hold(isHeld: boolean): void;
  /** Ends the engine at once, whatever it is doing. */
  end(): void;
}

/** @throws {Error} if no channel can be opened. */
export type OpenChannel = (listener: ChannelListener) => EngineChannel;
