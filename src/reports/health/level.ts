/** How serious a finding is. `note`: good to know, nothing to do. */
export type Level = 'ok' | 'note' | 'warning' | 'problem'
