export { exportRoot, type ExportRequest } from './export.ts';
export { migrate, type MigrateRequest, type OurSide } from './migrate.ts';
export { describeReport, exitCodeOf, type Item, type Report } from './report.ts';
