import { router } from '../../init.ts';
import { disable } from './disable.ts';
import { enable } from './enable.ts';
import { get } from './get.ts';
import { list } from './list.ts';
import { reload } from './reload.ts';

export const bundleRouter = router({ list, get, reload, enable, disable });
