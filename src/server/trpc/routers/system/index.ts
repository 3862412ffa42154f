import { router } from '../../init.ts';
import { health } from './health.ts';

export const systemRouter = router({ health });
