/** The languages beside English. To add one, write its words into a file beside these and name it here. */
export { DUTCH } from './dutch';
export { FRENCH } from './french';
export { GERMAN } from './german';
export { ITALIAN } from './italian';
export { SPANISH } from './spanish';
