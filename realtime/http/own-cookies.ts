/** What shows who somebody is to us, or lets them become it: sessions, keys of graphics, NodeCG's key, marks of a sign-in under way. */
const ownName = /^(?:__(?:Secure|Host)-)?(?:next-auth\.|nodecg-next|nodecg-link$|nodecg-refusal$|socketToken$)/;

/** A `Cookie` header as bundles may see it: with one of ours they could act in somebody's name. Empty: nothing is left. */
export function withoutOwnCookies(header: string): string {
  return header
    .split(';')
    .filter((pair) => !ownName.test((pair.split('=')[0] ?? '').trim()))
    .join(';')
    .trim();
}
