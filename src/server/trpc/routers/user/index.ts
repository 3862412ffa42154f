import { router } from '../../init.ts';
import { change } from './change.ts';
import { createFirst } from './create-first.ts';
import { deleteUser } from './delete.ts';
import { grant } from './grant.ts';
import { list } from './list.ts';
import { preview } from './preview.ts';
import { ungrant } from './ungrant.ts';

export const userRouter = router({ list, change, delete: deleteUser, grant, ungrant, createFirst, preview });
