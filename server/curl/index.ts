/** The shell command that creates a route at an Admin API. */

export { curlAt } from './curl-command.js';
