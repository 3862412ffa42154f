'use strict';

// Mounts itself over everything, as bundles with a catch-all page do, but wants only its own address.
module.exports = (nodecg) => {
  nodecg.mount((req, res, next) => {
    res.set('x-everywhere', '1');
    next();
  });
  const router = nodecg.Router();
  for (const path of ['/', '/replicants', '/graphics', '/bundles', '/everywhere', '/api/trpc/none'])
    router.get(path, (req, res) => res.send(`everywhere: ${req.path}`));
  nodecg.mount(router);
};
