import { router } from '../../init.ts';
import { get } from './get.ts';

export const viewerRouter = router({ get });
