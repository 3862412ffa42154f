import { router } from '../../init.ts';
import { list } from './list.ts';
import { set } from './set.ts';

export const restrictionRouter = router({ list, set });
