/** Resolves after so long; for programs that measure, never for a test that could wait on a condition. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
