/** Adversities that phd does not stand yet, by name. They take no part in the test; PHD_ADVERSITIES=all makes them all the same. */
export const PENDING: readonly string[] = []

/** Facts of the table that phd does not keep yet. */
export const PENDING_CASES: readonly string[] = []
