'use strict';

// A bundle that brings a whole site of its own: sessions, sign-in, uploads, static files, a stream of events.
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const express = require('express');
const session = require('express-session');
const multer = require('multer');
const passport = require('passport');

/** Signs in whoever knows the word. */
class WordStrategy extends passport.Strategy {
  constructor() {
    super();
    this.name = 'word';
  }
  authenticate(req) {
    if (req.body && req.body.word === 'open sesame') this.success({ name: req.body.name });
    else this.fail('wrong word', 401);
  }
}

module.exports = (nodecg) => {
  const auth = new passport.Passport();
  auth.use(new WordStrategy());
  auth.serializeUser((user, done) => done(null, user));
  auth.deserializeUser((user, done) => done(null, user));

  const app = express();
  app.get('/playing-music', (req, res) => res.json({ title: 'Interlude', query: req.query, ip: req.ip, host: req.hostname }));

  const shop = nodecg.Router();
  shop.use(session({ secret: 'shop', resave: false, saveUninitialized: false }));
  shop.use(auth.initialize(), auth.session());
  shop.post('/sign-in', auth.authenticate('word', { failureRedirect: '/stream-shop/refused' }), (req, res) => {
    res.redirect('/stream-shop/me');
  });
  shop.get('/me', (req, res) => res.json({ name: req.user ? req.user.name : null }));
  shop.get('/refused', (req, res) => res.status(401).send('refused'));
  shop.use('/files', express.static(path.join(__dirname, 'site')));

  const folder = path.join(process.cwd(), 'uploads');
  fs.mkdirSync(folder, { recursive: true });
  shop.post('/upload', multer({ dest: folder }).single('picture'), (req, res) => {
    const sum = crypto.createHash('sha1').update(fs.readFileSync(req.file.path)).digest('hex');
    res.json({ name: req.file.originalname, size: req.file.size, sum, alt: req.body.alt });
  });

  shop.get('/events', (req, res) => {
    res.set('content-type', 'text/event-stream');
    res.flushHeaders();
    const listener = (value) => res.write(`data: ${JSON.stringify(value)}\n\n`);
    sold.on('change', listener);
    req.on('close', () => {
      sold.removeListener('change', listener);
      watchers.value -= 1;
    });
    watchers.value += 1;
  });
  const sold = nodecg.Replicant('sold', { defaultValue: 0, persistent: false });
  const watchers = nodecg.Replicant('watchers', { defaultValue: 0, persistent: false });

  shop.get('/throws', () => {
    throw new Error(`secret detail of ${__dirname}`);
  });
  shop.get('/hangs', () => nodecg.sendMessage('hanging'));
  shop.get('/dies', () => process.exit(3));

  nodecg.mount(app);
  nodecg.mount('/stream-shop', shop);
  nodecg.mount([/^\/bundles\/stream-shop\/(live|later)$/], (req, res, next) => next(), [(req, res) => res.send(`by pattern: ${req.params[0]}`)]);
};
