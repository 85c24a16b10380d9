/** What holds where nobody set it: days that evidence may be old, seconds to wait for another phd, how a result is printed. */
export const USUAL = { maxAge: 7, wait: 30, format: 'table' } as const
