-- AlterTable
ALTER TABLE "replicant_history" ADD COLUMN     "cause" JSON,
ADD COLUMN     "idempotency_keys" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "inverse" JSON;

-- CreateTable
CREATE TABLE "saved_state" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "namespace" TEXT,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_role" "user_role" NOT NULL,
    "replicants" INTEGER NOT NULL,
    "bytes" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_state_value" (
    "saved_state_id" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" JSON NOT NULL,

    CONSTRAINT "saved_state_value_pkey" PRIMARY KEY ("saved_state_id","namespace","name")
);

-- CreateIndex
CREATE INDEX "saved_state_at_idx" ON "saved_state"("at");

-- CreateIndex
CREATE UNIQUE INDEX "saved_state_name_key" ON "saved_state"("name");

-- CreateIndex
CREATE INDEX "replicant_history_replicant_id_at_idx" ON "replicant_history"("replicant_id", "at");

-- AddForeignKey
ALTER TABLE "saved_state_value" ADD CONSTRAINT "saved_state_value_saved_state_id_fkey" FOREIGN KEY ("saved_state_id") REFERENCES "saved_state"("id") ON DELETE CASCADE ON UPDATE CASCADE;
