import type { NextRequest } from 'next/server';
import { webRuntime } from '#runtime/create-web-runtime';
import { endSession } from '#server/auth/enter';
import { clearedCookies } from '#server/auth/sign-in-directly';
import { isSameOrigin } from '#trpc/context';
import { isSecure, signInRequest } from '../_server/sign-in-request.ts';

/** NodeCG's address for signing out: ends the session and leads to the sign-in page. Another site's link or image ends nothing. */
export async function GET(request: NextRequest): Promise<Response> {
  const headers = new Headers({ location: '/login/', 'cache-control': 'no-store' });
  if (isSameOrigin(request.headers)) {
    const signIn = await signInRequest(request.headers);
    await endSession({ gatewayFor: webRuntime().gatewayFor }, signIn);
    for (const cookie of clearedCookies(signIn.cookieHeader, isSecure(request.headers))) headers.append('set-cookie', cookie);
  }
  return new Response(null, { status: 302, headers });
}
