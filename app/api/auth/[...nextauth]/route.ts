import { webRuntime } from '#runtime/create-web-runtime';
import { handleSignIn } from '#server/auth/handle-sign-in';
import { isSameOrigin } from '#trpc/context';
import type { NextRequest } from 'next/server';
import { isSecure, signInRequest } from '../../../(sign-in)/_server/sign-in-request.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

/** NextAuth's addresses. Nothing is there while nobody has to sign in. */
async function handle(request: NextRequest, { params }: Context): Promise<Response> {
  const { mode, ...signIn } = await signInRequest(request.headers);
  if (mode === 'open') return new Response('Nobody has to sign in here.', { status: 404 });
  if (request.method !== 'GET' && !isSameOrigin(request.headers, mode))
    return new Response('Only pages of this server may ask for this.', { status: 403 });
  const { nextauth: parts } = await params;
  return handleSignIn(await webRuntime().signIn(), signIn, { request, parts, isSecure: isSecure(request.headers) });
}

export { handle as GET, handle as POST };
