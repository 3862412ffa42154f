import { oauthProviders, type OAuthProviderId, type SignInSettings, type SignInWays } from '#contract/sign-in';
import { webRuntime } from '#runtime/create-web-runtime';
import { signInRequest } from './sign-in-request.ts';

export type SignInState = { state: 'away' } | ({ state: 'ready'; signedInAs: string | undefined } & SignInWays);

const names: Record<Exclude<OAuthProviderId, 'oidc'>, string> = { twitch: 'Twitch', discord: 'Discord', github: 'GitHub' };

/** What the sign-in page offers, to anybody: names only. `away`: the server is starting, or in trouble. */
export async function readSignIn(headers: Headers): Promise<SignInState> {
  try {
    const { mode, asker } = await signInRequest(headers);
    if (mode === 'open')
      return { state: 'ready', mode, needsSetup: false, canSignIn: true, providers: [], signedInAs: undefined };
    const runtime = webRuntime();
    const [{ settings }, needsSetup] = await Promise.all([runtime.signIn(), runtime.gatewayFor().identity.needsSetup()]);
    const providers = providersOf(settings);
    return {
      state: 'ready',
      mode,
      needsSetup,
      canSignIn: !needsSetup || settings.listsUsers || providers.length > 0 || settings.ldap !== undefined,
      signedInAs: asker?.actor.id,
      providers,
      ...(settings.ldap ? { ldap: { name: settings.ldap.name } } : {}),
    };
  } catch (error) {
    webRuntime().reportError('Sign-in page', error);
    return { state: 'away' };
  }
}

/** The providers that one can come by, as their buttons name them. */
export function providersOf(settings: SignInSettings): SignInWays['providers'] {
  return oauthProviders.flatMap((id) => {
    const { [id]: provider } = settings;
    if (!provider) return [];
    return [{ id, name: id === 'oidc' ? (settings.oidc?.name ?? id) : names[id] }];
  });
}
