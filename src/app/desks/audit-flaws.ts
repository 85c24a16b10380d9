import type { AuditFlaw } from '../../store/store.ts'

/** What each sign means, in words. */
export const FLAW: Readonly<Record<AuditFlaw['flaw'], string>> = {
  changed: 'its content is not what was recorded',
  not_chained: 'it does not follow the entry before it',
  missing_before: 'an entry before it is missing',
  end_differs: 'entries were removed or added at the end',
}
