import type { ChannelListener, EngineChannel, OpenChannel } from './EngineChannel';
import { EngineHost, type HostParts } from './EngineHost';

/** An engine on the caller's event loop, for tests and for when no thread can run. */
export function openLocalChannel(parts: HostParts = {}): OpenChannel {
  return (listener: ChannelListener): EngineChannel => {
    let isOver = false;
    const host = new EngineHost(parts, (messages) => {
      // As with a thread, never while the engine is taking a message.
      if (!isOver) queueMicrotask(() => listener.onMessages(messages));
    });
    return {
      isThread: false,
      post: (message) => host.take(message),
      hold: () => undefined,
      end() {
        isOver = true;
        queueMicrotask(() => listener.onEnd('it was ended'));
      },
    };
  };
}
