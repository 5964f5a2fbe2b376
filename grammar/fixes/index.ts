/** What was obviously meant, by the code and the arguments of a problem. */
export { fixFor } from './fix-for.js';
export { withWordsBeforeFields } from './word-before-field.js';
