import about from '../../package.json' with { type: 'json' }

/** The version of phd, from its package. */
export const { version } = about
