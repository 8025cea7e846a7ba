export { formatFinding, type Finding, type InspectContext } from './finding.ts';
export { findingKinds } from './findings/mod.ts';
export { inspectFlow, inspectShared } from './inspect-flow.ts';
