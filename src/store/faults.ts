/** Connection lost, resources short, server going down or being read-only, limits of time, deadlock, lock not to be had. */
const passingCodes = /^(?:08|53|57|25006$|25P03$|40001$|40P01$|55P03$)/;

const networkCodes = /^E(?:CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN)/;

/** True for a fault of the surroundings: the same work can succeed later as it is. */
export function isPassingFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  // The driver has no codes for a pool without free connections and for a connection that ended under a query.
  return passingCodes.test(code) || networkCodes.test(code) || /timeout|Connection terminated/i.test(error.message);
}
