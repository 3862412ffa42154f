/** Reasons that the audit log's page has words for. */
export const auditReasons = [
  'forbidden',
  'signed-out',
  'wrong-credentials',
  'wrong-code',
  'locked',
  'disabled',
  'unknown-user',
  'name-taken',
  'used-up',
  'own-password',
  'no-password',
  'last-admin',
  'unexpected',
  'too-many',
] as const;
export type AuditReason = (typeof auditReasons)[number];

/** What the server writes in words of its own. */
const sentences: Readonly<Record<string, AuditReason>> = {
  'You may not do this.': 'forbidden',
  'You may not do this. Ask an administrator to allow it.': 'forbidden',
  'Not allowed to this user or key.': 'forbidden',
  'Not signed in.': 'signed-out',
  'The server hit an unexpected error; its log says more.': 'unexpected',
  'Too many different ones to list.': 'too-many',
};

/** A stored reason in a person's language. What nobody has words for stays as it was written. */
export function auditReasonText(stored: string, texts: Readonly<Record<AuditReason, string>>): string {
  const code = auditReasons.find((one) => one === stored) ?? (Object.hasOwn(sentences, stored) ? sentences[stored] : undefined);
  return code === undefined ? stored : texts[code];
}
