// npm run db:drift: fails when prisma/schema.prisma says something that no migration does.
import { findDrift } from './db-engine.mjs';
import { say, stopWith } from './prepare.mjs';

const drift = await findDrift().catch((error) =>
  stopWith(`The migrations and the schema could not be compared:\n${error.message}`),
);
if (drift !== undefined)
  stopWith(`prisma/migrations lag behind prisma/schema.prisma. Run \`npm run db:migration <name>\`; it would write:\n\n${drift}`);
say('prisma/migrations and prisma/schema.prisma agree.');
