/** Text that is meant as a pattern: other tools' notations, and the regex or the text that says the same to Kong. */

export { type FoundHeaderNotation, type HeaderNotation, headerNotation } from './header.js';
export {
  type FoundPathNotation,
  type MeantPath,
  type PathNotation,
  pathNotation,
  placeholderInRegex,
} from './path.js';
export { escapeRegex, regexSyntaxIn } from './regex-syntax.js';
