'use strict';

// Donations come in as webhooks, signed over the raw body.
const crypto = require('crypto');

module.exports = (nodecg) => {
  const total = nodecg.Replicant('total', { defaultValue: 0, persistent: false });
  const router = nodecg.Router();

  function isSigned(req) {
    const given = Buffer.from(String(req.headers['x-signature'] || ''), 'hex');
    const right = crypto.createHmac('sha256', nodecg.bundleConfig.secret || 'shh').update(req.rawBody).digest();
    return given.length === right.length && crypto.timingSafeEqual(given, right);
  }

  router.post('/donation', (req, res) => {
    if (!Buffer.isBuffer(req.rawBody)) return res.status(500).send('no raw body');
    if (!isSigned(req)) return res.status(401).send('bad signature');
    total.value += Number(req.body.amount);
    res.json({ total: total.value, bytes: req.rawBody.length });
  });

  router.get('/staff', nodecg.util.authCheck, (req, res) => res.send('for staff'));

  nodecg.mount('/webhooks', router);
};
