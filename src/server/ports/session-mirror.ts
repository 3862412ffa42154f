/** A session as others may read it: who, and until when. Never what opens it. */
export type MirroredSession = {
  userId: string;
  username: string;
  role: string;
  method: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
};

/** Shows which sessions there are to who looks from outside. What is true is in the database: nobody is let in or kept out by this. */
export interface SessionMirror {
  /** Never rejects. */
  opened(id: string, session: MirroredSession): Promise<void>;
  ended(ids: readonly string[]): Promise<void>;
}
