export { createGraphicService, type GraphicDeps } from './create-graphic-service.ts';
export type { CurrentBundle, GraphicOpened, GraphicService } from './types.ts';
export { nameClient } from './name-client.ts';
