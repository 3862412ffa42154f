import Link from 'next/link';
import { buttonClass } from '../../_ui/button.tsx';

type NoticeProps = { title: string; text: string; href?: string; action?: string };

/** What a page says where it has no form to offer. */
export function Notice({ title, text, href, action }: NoticeProps) {
  return (
    <div className="grid gap-2.5">
      <h1 className="text-xl font-semibold text-balance">{title}</h1>
      <p className="text-mute text-pretty">{text}</p>
      {href !== undefined && (
        <Link href={href} prefetch={false} className={buttonClass('primary', 'mt-2 h-11')}>
          {action}
        </Link>
      )}
    </div>
  );
}
