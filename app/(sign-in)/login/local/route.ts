import type { NextRequest } from 'next/server';
import { webRuntime } from '#runtime/create-web-runtime';
import { ownPath } from '#contract/own-path';
import { setCookie, signInDirectly } from '#server/auth/sign-in-directly';
import { isSameOrigin } from '#trpc/context';
import { refusalCookie } from '../../_server/refusal-cookie.ts';
import { isSecure, signInRequest } from '../../_server/sign-in-request.ts';

const mostBytes = 8_192;

/** NodeCG's address for a plain form with `username` and `password`. It leads to the dashboard, or back to the sign-in page, which says why. */
export async function POST(request: NextRequest): Promise<Response> {
  const { mode, ...signIn } = await signInRequest(request.headers);
  if (!isSameOrigin(request.headers, mode)) return new Response('Sign in on the page of this server itself.', { status: 403 });
  const body = await request.text();
  if (body.length > mostBytes) return new Response('That is too long.', { status: 413 });
  const form = new URLSearchParams(body);
  const asked = ownPath(form.get('callbackUrl'));
  if (mode === 'open') return redirect('/dashboard/');
  const secure = isSecure(request.headers);
  const given = { username: form.get('username') ?? '', password: form.get('password') ?? '', code: form.get('code') ?? '' };
  const cookie = await signInDirectly(await webRuntime().signIn(), signIn, { ...given, isSecure: secure });
  if (cookie.ok) return redirect(asked ?? '/dashboard/', cookie.value);
  const back = asked === undefined ? '/login/' : `/login/?callbackUrl=${encodeURIComponent(asked)}`;
  return redirect(back, setCookie(refusalCookie, cookie.error.replace(':', '.'), { maxAge: 30, isSecure: secure }));
}

function redirect(location: string, cookie?: string): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' });
  if (cookie !== undefined) headers.append('set-cookie', cookie);
  return new Response(null, { status: 302, headers });
}
