export function judgeAudit(
  printed: string,
  allowed: readonly { package: string; reason: string; until: string }[],
  today: string,
): { ok: boolean; lines: string[] };
