/**
 * What holds where nobody set it: days that evidence may be old, seconds to wait for another phd, the zone of days, how a result is printed,
 * how long a log grows.
 */
export const USUAL = { maxAge: 7, wait: 30, zone: 'UTC', format: 'table', logBytes: 5_242_880 } as const
