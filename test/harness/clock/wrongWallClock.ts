/**
 * Loaded before a program (`node --require`): Date.now() is wrong by WIREBAND_CLOCK_OFFSET milliseconds until SIGUSR2
 * corrects it, as on a machine without a battery-backed clock until it gets the time from the network.
 */
const rightNow = Date.now;
let offset = Number(process.env.WIREBAND_CLOCK_OFFSET ?? 0);
Date.now = () => rightNow() + offset;
process.on('SIGUSR2', () => {
  offset = 0;
});
