/** Requests that are tried, and routes that are compared. */
export {};
//# sourceMappingURL=routing.js.map