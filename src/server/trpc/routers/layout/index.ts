import { router } from '../../init.ts';
import { change } from './change.ts';
import { deleteShared } from './delete.ts';
import { edit } from './edit.ts';
import { read } from './read.ts';
import { share } from './share.ts';

export const layoutRouter = router({ read, change, share, edit, delete: deleteShared });
