'use strict';

// A bundle with something for everybody, for the crew, and for administrators only.
module.exports = (nodecg) => {
  for (const name of ['score', 'sign', 'safe']) nodecg.Replicant(name, { defaultValue: `${name} of the gatehouse` });
  const router = nodecg.Router();
  router.all('/hook', (req, res) => res.json({ hook: true, cookie: req.headers.cookie || '', by: req.headers.authorization || '' }));
  router.all('/private', (req, res) => res.json({ private: true, cookie: req.headers.cookie || '', by: req.headers.authorization || '' }));
  router.get('/staff', nodecg.util.authCheck, (req, res) => res.send('for staff'));
  nodecg.mount('/gatehouse', router);
};
