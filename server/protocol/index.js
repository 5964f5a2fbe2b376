/** What client and server send each other in addition to LSP: types only. */
export {};
//# sourceMappingURL=index.js.map
