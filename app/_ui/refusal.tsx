/** Why something was refused, at the place where it was asked for. */
export function Refusal({ reason }: { reason: string | undefined }) {
  if (reason === undefined) return null;
  return (
    <p
      role="alert"
      className="rounded-md border border-warn/40 bg-warn-soft px-2.5 py-1.5 text-sm text-warn [overflow-wrap:anywhere]"
    >
      {reason}
    </p>
  );
}
