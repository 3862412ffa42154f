import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findExtensionFiles } from './extension-files.ts';
import { createTestFolders } from './test-folders.ts';

it('[B5.9] finds the names that an extension reads from nodecg.extensions, however it is written, also in files that it loads', async () => {
  const folders = await createTestFolders();
  try {
    await folders.bundle(
      'user',
      {},
      {
        'extension.js': `const helper = require('./lib/helper');
        module.exports = (nodecg) => [nodecg.extensions['by-index'], nodecg.extensions.member, nodecg.extension?.["double"]];`,
        'lib/helper.js':
          "exports.get = (nodecg) => { const { taken, 'in-quotes': other } = nodecg.extensions; return [taken, other]; };",
        'README.md': "nodecg.extensions['in-words']",
      },
    );
    const dir = join(folders.bundlesDir, 'user');
    const { asksFor } = await findExtensionFiles(dir, join(dir, 'extension.js'));
    expect([...asksFor].sort()).toEqual(['by-index', 'double', 'in-quotes', 'member', 'taken']);
  } finally {
    await folders.destroy();
  }
});
