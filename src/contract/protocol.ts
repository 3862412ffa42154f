/** Version of the socket protocol in wire.ts. A client with another major number is refused with a message that says to reload. */
export const protocolVersion = 1;
export const namespaces = ['/dashboard', '/graphics', '/extension'] as const;
export type SocketNamespace = (typeof namespaces)[number];
