'use client';

import { TriangleAlert } from 'lucide-react';
import { Button } from '../_ui/button.tsx';
import { EmptyState } from '../_ui/empty-state.tsx';
import { useTexts } from '../_ui/texts/texts-provider.tsx';

/** A page that threw; the bar, the navigation and the panels around it stay. */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  const { errors, tryAgain } = useTexts();
  return (
    <EmptyState live icon={<TriangleAlert size={22} />} title={errors.crashTitle} text={errors.crashText}>
      <Button tone="primary" onClick={reset}>
        {tryAgain}
      </Button>
    </EmptyState>
  );
}
