import { oauthProviders, type OAuthProviderId, type SessionEnd, type SignInSettings, type SignInWays } from '#contract/sign-in';
import { webRuntime } from '#runtime/create-web-runtime';
import { signInRequest } from './sign-in-request.ts';

export type SignInState =
  { state: 'away' } | ({ state: 'ready'; signedInAs: string | undefined; ended: SessionEnd | undefined } & SignInWays);

const names: Record<Exclude<OAuthProviderId, 'oidc'>, string> = { twitch: 'Twitch', discord: 'Discord', github: 'GitHub' };

/** What the sign-in page offers, to anybody: names only. `away`: the server is starting, or in trouble. */
export async function readSignIn(headers: Headers): Promise<SignInState> {
  try {
    const { mode, asker, credentials } = await signInRequest(headers);
    if (mode === 'open')
      return { state: 'ready', mode, needsSetup: false, canSignIn: true, providers: [], signedInAs: undefined, ended: undefined };
    const runtime = webRuntime();
    const [{ settings }, needsSetup] = await Promise.all([runtime.signIn(), runtime.gatewayFor().identity.needsSetup()]);
    const providers = providersOf(settings);
    return {
      state: 'ready',
      mode,
      needsSetup,
      canSignIn: !needsSetup || settings.listsUsers || providers.length > 0 || settings.ldap !== undefined,
      signedInAs: asker?.actor.id,
      ended: asker ? undefined : await endOf(credentials.sessionToken),
      providers,
      ...(settings.ldap ? { ldap: { name: settings.ldap.name } } : {}),
    };
  } catch (error) {
    webRuntime().reportError('Sign-in page', error);
    return { state: 'away' };
  }
}

/** Of the session that this browser had. */
async function endOf(sessionToken: string | undefined): Promise<SessionEnd | undefined> {
  if (sessionToken === undefined) return undefined;
  const known = await webRuntime()
    .gatewayFor()
    .identity.sessionEnd({ sessionToken })
    .catch(() => null);
  return known ?? 'over';
}

/** The providers that one can come by, as their buttons name them. */
export function providersOf(settings: SignInSettings): SignInWays['providers'] {
  return oauthProviders.flatMap((id) => {
    const { [id]: provider } = settings;
    if (!provider) return [];
    return [{ id, name: id === 'oidc' ? (settings.oidc?.name ?? id) : names[id] }];
  });
}
