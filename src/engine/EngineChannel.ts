import type { FromEngine, ToEngine } from './messages';

/** Told by a channel. */
export interface ChannelListener {
  onMessages(messages: readonly FromEngine[]): void;
  /** The engine is gone, with all that it had in memory. Everything that it said before was told. */
  onEnd(reason: string): void;
}

/** The way to one engine, in a thread or on this event loop. */
export interface EngineChannel {
  readonly isThread: boolean;
  post(message: ToEngine): void;
  /** Whether the process is to live as long as the engine does. */
  hold(isHeld: boolean): void;
  /** Ends the engine at once, whatever it does. */
  end(): void;
}

/** @throws {Error} where there can be none. */
export type OpenChannel = (listener: ChannelListener) => EngineChannel;
