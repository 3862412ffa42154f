import { router } from '../../init.ts';
import { list } from './list.ts';
import { revoke } from './revoke.ts';

export const sessionRouter = router({ list, revoke });
