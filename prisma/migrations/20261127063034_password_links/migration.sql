-- AlterTable
ALTER TABLE "invite" ADD COLUMN     "maker_id" TEXT;

-- CreateTable
CREATE TABLE "password_link" (
    "user_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "maker_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_link_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "password_link_token_hash_key" ON "password_link"("token_hash");

-- AddForeignKey
ALTER TABLE "password_link" ADD CONSTRAINT "password_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_link" ADD CONSTRAINT "password_link_maker_id_fkey" FOREIGN KEY ("maker_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Whose open invitations are: by name until now. A name that nobody has stays, as the id of nobody.
UPDATE "invite" SET "maker_id" = coalesce((SELECT u."id" FROM "user_account" u WHERE u."username" = "invite"."created_by"), "created_by")
WHERE "created_by" <> 'local';
