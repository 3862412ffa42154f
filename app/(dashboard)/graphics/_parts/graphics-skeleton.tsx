import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { cardGridClass } from './card-grid.ts';

/** Where cards will be. */
export function GraphicsSkeleton() {
  const { workspace } = useTexts();
  return (
    <div role="status" className={cardGridClass}>
      <span className="sr-only">{workspace.loading}</span>
      {[0, 1, 2].map((index) => (
        <div key={index} className="overflow-hidden rounded-lg border border-line bg-s1">
          <div className="shimmer aspect-video" />
          <div className="grid gap-3 p-3">
            <div className="shimmer h-4 w-2/5 rounded" />
            <div className="shimmer h-8 w-4/5 rounded" />
          </div>
        </div>
      ))}
    </div>
  );
}
