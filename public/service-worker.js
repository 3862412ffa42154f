// Takes nothing over and keeps nothing: browsers that have NodeCG's own at this address get this one in its place.
self.addEventListener('install', () => self.skipWaiting());
