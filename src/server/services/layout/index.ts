export { createLayoutService } from './create-layout-service.ts';
export type { LayoutService } from './types.ts';
