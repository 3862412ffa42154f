/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  agentRules: false,
  turbopack: { root: import.meta.dirname },
  // Reached through the front door, whose name differs from the loopback port that Next itself listens on.
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  // CI checks types of the whole project; somebody's first `npm start` shouldn't wait for it.
  typescript: { ignoreBuildErrors: true },
  // Security headers are the front door's, with a nonce for each page: realtime/http/security-headers.ts.
  // NodeCG's dashboard is at `/dashboard/`, where `#graphics` and the like mean something: see app/(dashboard)/_shell/use-address.ts.
  skipTrailingSlashRedirect: true,
};

export default config;
