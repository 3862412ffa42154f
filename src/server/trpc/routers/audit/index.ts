import { router } from '../../init.ts';
import { check } from './check.ts';
import { list } from './list.ts';
import { verify } from './verify.ts';

export const auditRouter = router({ list, check, verify });
