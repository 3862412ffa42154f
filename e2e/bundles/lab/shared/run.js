'use strict';

globalThis.labRun = (source, variables) => new Function(...Object.keys(variables), source)(...Object.values(variables));
