/** Version of the wire protocol. Raised only when an old client could misread a new server. */
export const protocolVersion = 1
