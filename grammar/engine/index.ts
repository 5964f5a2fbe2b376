/** What the engine answers, and what its grammar allows at a place. */
export { type CompletionPoint, completionPoint, type FieldUse } from './completion-point.js';
export { type EngineMessage, engineMessage } from './message.js';
