/* How the front door and an extension host talk beside a request. Clients can't: whatever of theirs begins like this is left out. */

export const privatePrefix = 'x-nodecg-next-';
/** Who asks, as JSON; missing: nobody that the server knows. */
export const askerHeader = `${privatePrefix}asker`;
/** Whose routes may answer this request, as an encoded JSON list; of all others nothing is there. */
export const bundlesHeader = `${privatePrefix}bundles`;
/** On an answer: nothing that is mounted in this host answers this request. */
export const unansweredHeader = `${privatePrefix}unanswered`;
