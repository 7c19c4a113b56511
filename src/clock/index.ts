export { type BootMoment, type Clock, systemClock } from './Clock';
export { type ClockReading, ClockSteps, elapsedSince, readClock, stepBetween } from './ClockSteps';
export { within } from './within';
