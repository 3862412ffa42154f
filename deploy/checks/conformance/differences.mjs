// Where this server means to differ from NodeCG 2.6.4: what, and why. They go into docs/nodecg-compatibility.md.

export const differences = [
  {
    id: 'revisions',
    what: 'A replicant’s revision survives a restart. NodeCG begins again at 0.',
    why: 'Pages that come back can be given just what they missed.',
  },
  {
    id: 'stale',
    what: 'A change made on an older state is made on the newest one, and the writer is told. NodeCG says it rejects it, and makes it all the same.',
    why: 'Two operators who write at once must both be right.',
  },
  {
    id: 'validation',
    what: 'The server checks every proposed change against the schema. NodeCG leaves that to the page.',
    why: 'A page with old code must not break a graphic on air.',
  },
  {
    id: 'compatible-range',
    what: 'A bundle whose compatibleRange excludes this version runs, with a warning. NodeCG skips it when it is installed as a program.',
    why: 'Bundles of 1.x days run; their authors rarely raise the range.',
  },
  {
    id: 'broken-bundle',
    what: 'A bundle with a mistake is shown as failed, with the reason, and the others run. NodeCG ends.',
    why: 'One bundle must not keep a show from starting.',
  },
  {
    id: 'manifest-errors',
    what: 'Mistakes in a manifest are told in other words than NodeCG’s, all at once, with file, field, line and what to do.',
    why: 'Their author must find them quickly.',
  },
  {
    id: 'bundles-replicant',
    what: 'The replicant `bundles` of namespace `nodecg` has no absolute paths, no configurations and no HTML, and holds what lies in `bundles/`, not the demo of this program. Only the server writes it.',
    why: 'It travels to every page.',
  },
  {
    id: 'schema-path',
    what: 'schemaPath must name a file in a bundle’s folder. NodeCG reads any file.',
    why: 'Pages can give it as well.',
  },
  {
    id: 'callback-values',
    what: 'A callback of sendMessage gets acknowledged values like 0, "" and false, and a promise rejects with an Error. NodeCG drops the former, and rejects with a plain object.',
    why: 'They were sent to be received; code that reads `.message` works with both.',
  },
  {
    id: 'wait-for-none',
    what: 'NodeCG.waitForReplicants() without replicants resolves. NodeCG’s promise stays pending.',
    why: 'Nothing is missing.',
  },
  {
    id: 'panel-order',
    what: 'A bundle that changes keeps its place. NodeCG moves it to the end, and its panels with it.',
    why: 'Buttons must not move under an operator’s hand.',
  },
  {
    id: 'panel-heights',
    what: 'A panel keeps the height of the last visit while its page loads, and on the first visit it shows when its place is known. In NodeCG panels move while pages load.',
    why: 'The same.',
  },
  {
    id: 'other-extensions',
    what: '`nodecg.extensions` holds what a bundle’s bundleDependencies returned, and extensions that its code names (`nodecg.extensions["a-bundle"]`). A name that is only made up while it runs finds nothing without the dependency.',
    why: 'Other bundles run in processes of their own, so that one can’t end another.',
  },
  {
    id: 'mounted-routes',
    what: 'Bundles that aren’t joined in this way don’t share an Express app: middleware that one mounts on everything acts on its own group’s routes only, and none can take the address of a dashboard page, of `/api/trpc`, `/api/v1`, `/api/graphql`, `/api/auth` or of `/_next`.',
    why: 'They run in processes of their own, so that one can’t end another.',
  },
  {
    id: 'foreign-writes',
    what: 'Other sites’ pages can’t change anything here, mounted routes included, unless their origin is in ALLOWED_ORIGINS.',
    why: 'Whoever opens a foreign page on the operator’s computer must not be on air.',
  },
  {
    id: 'page-socket',
    what: '`window.socket` opens with its first use. `getSocketIOServer().on("connection")` therefore hears pages that use their socket, and NodeCG’s own tools; its events carry JSON only.',
    why: 'A thousand graphics that never use it cost nothing.',
  },
  {
    id: 'assets',
    what: 'Uploads are checked against allowedTypes, refused uploads leave nothing, dot-files and links that lead out are neither listed nor served, and replicants of assets are written by the server alone.',
    why: 'NodeCG’s own routes write and delete outside of the folder.',
  },
  {
    id: 'dialogs',
    what: 'Buttons that dismiss are neutral instead of red, and in a panel in a tab of its own `nodecg-dialog` opens the dialog’s page in a window; NodeCG does nothing there.',
    why: 'Red means on air in this dashboard.',
  },
  {
    id: 'reject-values',
    what: 'Errors that an extension acknowledges with arrive without their stack.',
    why: 'It names folders of the server.',
  },
  {
    id: 'lenient-pages',
    what: 'In a page `delete` of a property is made also in strict code, stopAllSounds() without SoundJS does nothing, and a rejected declaration that nobody listens to is logged. NodeCG throws a TypeError or an Error each time.',
    why: 'Nothing is gained by a page that stops on air.',
  },
  {
    id: 'offline-messages',
    what: 'sendMessage rejects while the page has no connection. NodeCG keeps the message and sends it when the connection is back.',
    why: 'An old button press must not go on air later.',
  },
  {
    id: 'validation-errors',
    what: '`validationErrors` of a replicant holds messages alone, without Ajv’s other fields.',
    why: 'Pages get a validator only where a schema asks for one, and nobody was found to read them.',
  },
  {
    id: 'socket-io-files',
    what: '`/socket.io/` has `socket.io.js` and `socket.io.min.js`, which are the same small script. NodeCG also serves `socket.io.esm.min.js`, `socket.io.msgpack.min.js` and the source maps (`.map`).',
    why: 'None of the bundles that were looked at loads them; a page that wants a module imports `socket.io-client` from its own packages.',
  },
];
