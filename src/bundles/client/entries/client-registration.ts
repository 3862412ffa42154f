// `/client_registration.js`: what the server may do with the page whose `window.nodecg` was made right before it.
import '../globals.ts';
import { followCommands } from '../page-commands.ts';

const registration = globalThis.nodecg.registration;
if (registration) followCommands(registration);
