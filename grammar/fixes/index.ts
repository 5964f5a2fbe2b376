/** What was obviously meant. */
export { type Mend, mendOf } from './mend.js';
export { asWritten } from './misread.js';
