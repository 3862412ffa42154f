import { SearchX } from 'lucide-react';
import Link from 'next/link';
import { buttonClass } from './_ui/button.tsx';
import { EmptyState } from './_ui/empty-state.tsx';
import { readPreferences } from './_ui/preferences.ts';
import { textsOf } from './_ui/texts/languages.ts';

export default async function NotFound() {
  const { errors } = textsOf((await readPreferences()).language);
  return (
    <main>
      <EmptyState icon={<SearchX size={22} />} title={errors.notFoundTitle} text={errors.notFoundText}>
        <Link href="/" className={buttonClass('primary')}>
          {errors.toDashboard}
        </Link>
      </EmptyState>
    </main>
  );
}
