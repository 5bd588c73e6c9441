// For what no locator can wait for.

// Only what is broken takes so long.
const PATIENCE_MS = 10_000;

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
