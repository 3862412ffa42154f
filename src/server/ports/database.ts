/** For accounts, sessions and assets' records, which the web and jobs roles own (the gateway speaks plain SQL, see docs/decisions/0006-json-columns.md): Prisma is already the adapter, no repository layer above it. Types only: the client itself arrives as a parameter. */
export type { PrismaClient as Database } from '../adapters/postgres/generated/client.ts';
