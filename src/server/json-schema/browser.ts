// Built into public/nodecg-schemas.min.js, which pages load when a replicant of theirs has a schema.
export { compileCheck } from './compile-schema.ts';
