import type { FailureFacts } from '../../errors.ts'

/** What is to do where a shared desk decides by other rules than this phd. */
export function sameRulesAgain({ newer, phd }: FailureFacts['other_rules']): string {
  switch (newer) {
    case 'program':
      return 'its administrator brings the desk up to date: phd desk upgrade'
    case 'desk':
      return `update phd to ${phd}`
    case null:
      return 'one of both was changed, or is another build: use the phd and the data folder that the others use, or its administrator has all use those of this one: phd desk upgrade'
  }
}
