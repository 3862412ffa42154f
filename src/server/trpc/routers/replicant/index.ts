import { router } from '../../init.ts';
import { history } from './history.ts';
import { list } from './list.ts';
import { propose } from './propose.ts';
import { read } from './read.ts';
import { set } from './set.ts';

export const replicantRouter = router({ read, set, propose, history, list });
