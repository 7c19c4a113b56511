import type { ChannelListener, EngineChannel, OpenChannel } from './EngineChannel';
import { EngineHost, type HostParts } from './EngineHost';

/** An engine on the caller's event loop: where there can be no thread, and in tests. */
export function openLocalChannel(parts: HostParts = {}): OpenChannel {
  return (listener: ChannelListener): EngineChannel => {
    let isOver = false;
    const host = new EngineHost(parts, (messages) => {
      if (!isOver) listener.onMessages(messages);
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
