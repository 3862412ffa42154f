import { router } from '../../init.ts';
import { setUp } from './set-up.ts';

export const setupRouter = router({ setUp });
