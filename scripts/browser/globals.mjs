// What Node has under these names, and browsers do not.
export { Buffer } from 'buffer/';
