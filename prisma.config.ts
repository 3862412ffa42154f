import { defineConfig } from 'prisma/config';

/** For `prisma generate`, `validate` and `format`. Migrations are made and applied by our own commands, which work offline. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
