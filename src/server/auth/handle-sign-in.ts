import NextAuth from 'next-auth';
import { oauthProviders } from '#contract/sign-in';
import { markCookie } from './link-mark.ts';
import { passwordProviders } from './session-token.ts';
import { signInOptions } from './sign-in-options.ts';
import type { SignInDeps, SignInRequest } from './types.ts';

type NextAuthRoute = (request: Request, context: { params: Promise<{ nextauth: string[] }> }) => Promise<Response>;

const byProvider: ReadonlySet<string> = new Set(oauthProviders);
const byPassword: ReadonlySet<string> = new Set(Object.values(passwordProviders));

/**
 * Answers NextAuth's addresses, those that we use. Starting at a provider with `link=1` marks it as linking to the account that is
 * signed in; every other start takes such a mark away.
 */
export async function handleSignIn(
  deps: SignInDeps,
  signIn: SignInRequest,
  given: { request: Request; parts: string[]; isSecure: boolean },
): Promise<Response> {
  const { request, parts, isSecure } = given;
  if (!isServed(request.method, parts)) return new Response('There is nothing here.', { status: 404 });
  if (!(await isReadable(request))) return new Response('This can’t be read: send a form, or a JSON object.', { status: 400 });
  const isStart = request.method === 'POST' && parts[0] === 'signin';
  const wantsLink = isStart && new URLSearchParams(await request.clone().text()).get('link') === '1';
  const options = await signInOptions(deps, signIn);
  // NextAuth types only what its old API got; the route handler's pair is what it looks for at run time.
  const route = NextAuth as unknown as (...args: [...Parameters<NextAuthRoute>, typeof options]) => Promise<Response>;
  const response = await route(request, { params: Promise.resolve({ nextauth: parts }) }, options);
  if (!isStart) return response;
  const { userId, sessionId } = signIn.asker ?? {};
  const provider = parts[1] ?? '';
  const mark = wantsLink && userId !== undefined && sessionId !== undefined ? { userId, sessionId, provider } : undefined;
  response.headers.append('set-cookie', await markCookie(deps.secret, isSecure, mark));
  return response;
}

/** NextAuth fails on JSON that isn't an object. */
async function isReadable(request: Request): Promise<boolean> {
  if (request.method !== 'POST' || !/application\/json/i.test(request.headers.get('content-type') ?? '')) return true;
  try {
    const body: unknown = JSON.parse(await request.clone().text());
    return typeof body === 'object' && body !== null && !Array.isArray(body);
  } catch {
    return false;
  }
}

function isServed(method: string, [action, provider, ...more]: string[]): boolean {
  if (more.length > 0) return false;
  if (action === 'callback' || action === 'signin') {
    if (provider === undefined) return method === 'GET' && action === 'signin';
    if (byProvider.has(provider)) return action === 'callback' ? method === 'GET' : method === 'POST';
    return action === 'callback' && method === 'POST' && byPassword.has(provider);
  }
  if (provider !== undefined) return false;
  if (action === 'signout') return method === 'POST';
  return method === 'GET' && (action === 'csrf' || action === 'session' || action === 'error');
}
