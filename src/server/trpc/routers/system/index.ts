import { router } from '../../init.ts';
import { about } from './about.ts';
import { health } from './health.ts';

export const systemRouter = router({ health, about });
