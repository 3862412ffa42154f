/** NodeCG starts providers at these addresses. Ours start by a button, which no other site can press. */
export function GET(): Response {
  return new Response(null, { status: 302, headers: { location: '/login/' } });
}
