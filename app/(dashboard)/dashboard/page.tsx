/** NodeCG's address of the dashboard. Nothing of its own: its hash says which place shows, see _shell/use-address.ts. */
export default function NodecgDashboardPage() {
  return null;
}
