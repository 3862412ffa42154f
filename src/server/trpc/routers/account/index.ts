import { router } from '../../init.ts';
import { beginTotp } from './begin-totp.ts';
import { changePassword } from './change-password.ts';
import { confirmTotp } from './confirm-totp.ts';
import { me } from './me.ts';
import { removeTotp } from './remove-totp.ts';
import { unlink } from './unlink.ts';

export const accountRouter = router({ me, changePassword, beginTotp, confirmTotp, removeTotp, unlink });
