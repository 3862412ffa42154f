import type { BundleError, BundleView } from '#contract/bundle';
import type { GraphicCommand, GraphicInstance } from '#contract/graphic';
import type { SystemHealth } from '#contract/internal';
import type { Result } from '#contract/result';
import type { ReplicantService } from '#services/replicant/types';

/**
 * The gateway's services as Next sees them: the same methods, answered over the internal API. Expected failures are Results as
 * everywhere; a gateway that doesn't answer is a `GatewayUnavailable`.
 */
export type GatewayClient = {
  replicants: Pick<ReplicantService, 'read' | 'set' | 'propose' | 'history' | 'list' | 'delete'>;
  bundles: {
    list(): Promise<BundleView[]>;
    get(name: string): Promise<BundleView | undefined>;
    reload(name: string): Promise<Result<BundleView, BundleError>>;
    enable(name: string): Promise<Result<BundleView, BundleError>>;
    disable(name: string): Promise<Result<BundleView, BundleError>>;
  };
  graphics: {
    list(): Promise<GraphicInstance[]>;
    /** How many open pages it reached. */
    command(command: GraphicCommand): Promise<number>;
  };
  system: { health(): Promise<SystemHealth> };
};
