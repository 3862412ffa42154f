'use client';

import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '../_trpc/trpc.ts';

/** Makes a link for a new password: it is in the answer and nowhere else. */
export function usePasswordLink() {
  const trpc = useTRPC();
  return useMutation(trpc.passwordLink.create.mutationOptions({ gcTime: 0 }));
}

/** Where the new password is chosen. */
export function newPasswordLink(token: string): string {
  return `${location.origin}/new-password?token=${encodeURIComponent(token)}`;
}
