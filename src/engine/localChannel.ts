import type { ChannelListener, EngineChannel, OpenChannel } from './EngineChannel';
import { EngineHost, type HostParts } from './EngineHost';

/** An engine on the caller's event loop: where there can be no thread, and in tests. */
export function openLocalChannel(parts: HostParts = {}): OpenChannel {
  return (listener: ChannelListener): EngineChannel => {
    let isOver = false;
    const host = new EngineHost(parts, (messages) => {
      // Never while it is being told something, as with a thread.
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
