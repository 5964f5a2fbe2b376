/** Running Gateways, and what the server asks Admin APIs through the client. */
export {};
//# sourceMappingURL=running.js.map