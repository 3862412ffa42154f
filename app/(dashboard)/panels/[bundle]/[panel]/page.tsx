import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { readBundles } from '../../../../_trpc/server.ts';

type Props = { params: Promise<{ bundle: string; panel: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { bundle, panel } = await params;
  const bundles = await readBundles(await headers());
  const found = bundles
    .find((b) => b.name === decodeURIComponent(bundle))
    ?.panels.find((p) => p.name === decodeURIComponent(panel));
  return { title: found?.title ?? decodeURIComponent(panel) };
}

/** A full-bleed panel; the layout's panel deck shows it. */
export default function FullbleedPage() {
  return null;
}
