import { router } from '../../init.ts';
import { create } from './create.ts';
import { read } from './read.ts';
import { use } from './use.ts';

export const passwordLinkRouter = router({ create, read, use });
