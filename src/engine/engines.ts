import { Engine } from './Engine';
import { openLocalChannel } from './localChannel';
import type { BackendPlan } from './messages';

let inThread: Engine | undefined;
let onThisLoop: Engine | undefined;
const neighbours = (): readonly Engine[] => [inThread, onThisLoop].filter((engine) => engine !== undefined);

/**
 * The engine of this process for a backend: the one in a thread, unless the settings hold something that cannot be
 * passed to a thread, such as a function in the TLS options.
 */
export function engineFor(plan: BackendPlan): Engine {
  if (canCross(plan)) {
    inThread ??= new Engine({ neighbours });
    return inThread;
  }
  onThisLoop ??= new Engine({ openChannel: openLocalChannel(), neighbours });
  return onThisLoop;
}

function canCross(plan: BackendPlan): boolean {
  try {
    structuredClone(plan);
    return true;
  } catch {
    return false;
  }
}
