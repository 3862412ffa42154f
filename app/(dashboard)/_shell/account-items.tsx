'use client';

import * as Menu from '@radix-ui/react-dropdown-menu';
import { useQuery } from '@tanstack/react-query';
import { CircleUserRound, LogOut } from 'lucide-react';
import Link from 'next/link';
import { signOut } from '../../_data/sign-in.ts';
import { useTRPC } from '../../_trpc/trpc.ts';
import { menuItemClass } from '../../_ui/menu.ts';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** My account, and the way out. Nothing where nobody signs in. */
export function AccountItems() {
  const { signIn: texts } = useTexts();
  const { data } = useQuery(useTRPC().viewer.get.queryOptions());
  if (data?.mode !== 'login' || data.userId === undefined) return null;
  return (
    <>
      <Menu.Separator className="my-1 h-px bg-line" />
      <Menu.Item asChild className={menuItemClass}>
        <Link href="/account">
          <CircleUserRound size={15} aria-hidden />
          {texts.account}
        </Link>
      </Menu.Item>
      <Menu.Item className={menuItemClass} onSelect={() => void signOut()}>
        <LogOut size={15} aria-hidden />
        {texts.signOut}
      </Menu.Item>
    </>
  );
}
