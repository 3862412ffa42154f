import { router } from '../../init.ts';
import { at } from './at.ts';
import { details } from './details.ts';
import { history } from './history.ts';
import { list } from './list.ts';
import { propose } from './propose.ts';
import { read } from './read.ts';
import { redo } from './redo.ts';
import { restore } from './restore.ts';
import { set } from './set.ts';
import { undo } from './undo.ts';

export const replicantRouter = router({ read, set, propose, history, list, details, at, restore, undo, redo });
