import { router } from '../../init.ts';
import { command } from './command.ts';
import { list } from './list.ts';

export const graphicRouter = router({ list, command });
