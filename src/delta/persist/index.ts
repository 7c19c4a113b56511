export { type KeptValue, keepValue, readKeptValue } from './keptValue';
export { type OpenedState, openStateFile, saveStateFile } from './stateFile';
export type { ReadRef, WriteRef } from './stateLines';
