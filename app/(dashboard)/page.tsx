import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { readBundles } from '../_trpc/server.ts';
import { firstPlace, placesOf } from '../_data/workspaces.ts';

/** The dashboard opens at the first workspace. The browser carries a NodeCG address (`#graphics`) along: see nodecg-address.ts. */
export default async function Home() {
  redirect(firstPlace(placesOf(await readBundles(await headers()))));
}
