/** A program that nothing but the engine's thread keeps alive, and whose thread has too little memory to start. */
import { openThreadChannel } from '../../../src/engine/threadChannel';

const [entry = ''] = process.argv.slice(2);
const limits = { maxOldGenerationSizeMb: 6, maxYoungGenerationSizeMb: 1 };
const channel = openThreadChannel({ entry, limits })({
  onMessages: () => undefined,
  onEnd: (reason) => console.log(`told: ${reason}`),
});
channel.hold(true);
