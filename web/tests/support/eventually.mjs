// For what no locator can wait for.

/** Only what is broken takes so long, however busy the machine is. */
export const PATIENCE_MS = 30_000;

/** Calls `check` until it throws no more, and returns what it returned. */
export async function eventually(check) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
