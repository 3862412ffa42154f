/** Panels and previews are pages of our own origin, so only that may be framed or frame us. */
const policy = [
  "default-src 'self'",
  // Next puts its flight data into inline scripts; a nonce per request would need a proxy in front of every page.
  `script-src 'self' 'unsafe-inline'${process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  // A gateway on another origin (REALTIME_URL) is known only at run time, this list at build time.
  "connect-src 'self' ws: wss: https:",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
].join('; ');

const securityHeaders = [
  { key: 'Content-Security-Policy', value: policy },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
];

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
  // Graphics, panels and bundle files answer on the front door and never get here.
  headers: () => Promise.resolve([{ source: '/:path*', headers: securityHeaders }]),
  // NodeCG's dashboard is at `/dashboard/`, where `#graphics` and the like mean something: see app/(dashboard)/_shell/use-address.ts.
  skipTrailingSlashRedirect: true,
};

export default config;
