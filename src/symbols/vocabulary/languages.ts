/** The languages besides English. To add one, write its words into a file next to these and name it here. */
export { DUTCH } from './dutch';
export { FRENCH } from './french';
export { GERMAN } from './german';
export { ITALIAN } from './italian';
export { SPANISH } from './spanish';
