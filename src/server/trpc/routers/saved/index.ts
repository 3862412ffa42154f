import { router } from '../../init.ts';
import { compare } from './compare.ts';
import { create } from './create.ts';
import { deleteSaved } from './delete.ts';
import { list } from './list.ts';
import { rename } from './rename.ts';
import { restore } from './restore.ts';

export const savedRouter = router({ list, create, compare, restore, rename, delete: deleteSaved });
