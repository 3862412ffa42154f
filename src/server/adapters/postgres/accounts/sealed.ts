import type pg from 'pg';
import type { Accounts, SealedText } from '#ports/accounts';

/** Where sealed texts are: fixed names only. */
const places = {
  totp: ['user_account', 'totp_secret'],
  accessToken: ['oauth_provider', 'access_token'],
  refreshToken: ['oauth_provider', 'refresh_token'],
  idToken: ['oauth_provider', 'id_token'],
} as const satisfies Record<SealedText['place'], readonly [string, string]>;

export function sealedOf(pool: pg.Pool): Pick<Accounts, 'sealedTexts' | 'reseal'> {
  return {
    async sealedTexts() {
      const parts = Object.entries(places).map(
        ([place, [table, column]]) =>
          `select '${place}' as place, id, ${column} as text from ${table} where ${column} is not null`,
      );
      return (await pool.query<SealedText>(parts.join(' union all '))).rows;
    },
    async reseal({ place, id, text }, next) {
      const [table, column] = places[place];
      const sql = `update ${table} set ${column} = $3 where id = $1 and ${column} = $2`;
      return (await pool.query(sql, [id, text, next])).rowCount === 1;
    },
  };
}
