'use client';

import { ServerOff } from 'lucide-react';
import { useBundles, useInstances } from '../../_data/use-show.ts';
import { Button } from '../../_ui/button.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** Nothing has come from the server yet, and it doesn't answer. */
export function LoadFailed() {
  const { errors, tryAgain } = useTexts();
  const bundles = useBundles();
  const instances = useInstances();
  const retry = () => {
    void bundles.refetch();
    void instances.refetch();
  };
  return (
    <EmptyState live icon={<ServerOff size={22} />} title={errors.loadTitle} text={errors.loadText}>
      <Button tone="primary" onClick={retry}>
        {tryAgain}
      </Button>
    </EmptyState>
  );
}
