/** What may be logged of an error: its kind. Texts of database errors can hold what a person wrote. */
export function faultOf(error: unknown): { readonly fault: string; readonly code?: string } {
  if (!(error instanceof Error)) return { fault: typeof error };
  const code = codeOf(error) ?? codeOf(error.cause);
  return code === undefined ? { fault: error.name } : { fault: error.name, code };
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
