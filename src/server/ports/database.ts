/** Accounts, assets' records, bundles: Prisma is already the adapter, no repository layer above it. Types only: the client itself arrives as a parameter. */
export type { PrismaClient as Database } from '../adapters/postgres/generated/client.ts';
