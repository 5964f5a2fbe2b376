/** What the client sets, and what it says when it introduces itself. */
export {};
//# sourceMappingURL=settings.js.map