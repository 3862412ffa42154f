/** Reads the tokens that sign-in makes, and makes tickets. Undefined: not ours, changed, or over. */
export interface SessionTokens {
  /** NextAuth's session token. */
  read(token: string): Promise<{ sessionId: string } | undefined>;
  makeTicket(ticket: { sessionId: string; expiresAt: number }): Promise<string>;
  readTicket(ticket: string, now: number): Promise<{ sessionId: string } | undefined>;
}
