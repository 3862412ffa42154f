import type { NextRequest } from 'next/server';
import { webRuntime } from '#runtime/create-web-runtime';
import { endSession } from '#server/auth/enter';
import { clearedCookies } from '#server/auth/sign-in-directly';
import { isAskedByOwnPage } from '#trpc/own-page';
import { isSecure, signInRequest } from '../_server/sign-in-request.ts';

/** NodeCG's address for signing out: ends the session and leads to the sign-in page. A link of which nobody knows whose it is leads to a page that asks. */
export function GET(request: NextRequest): Promise<Response> | Response {
  return isAskedByOwnPage(request.headers) ? signOut(request) : redirect('/logout/confirm');
}

/** That page's form. */
export function POST(request: NextRequest): Promise<Response> | Response {
  if (isAskedByOwnPage(request.headers)) return signOut(request);
  return new Response('Sign out on the page of this server itself.', { status: 403 });
}

async function signOut(request: NextRequest): Promise<Response> {
  const signIn = await signInRequest(request.headers);
  await endSession({ gatewayFor: webRuntime().gatewayFor }, signIn);
  return redirect('/login/', clearedCookies(signIn.cookieHeader, isSecure(request.headers)));
}

function redirect(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 302, headers });
}
