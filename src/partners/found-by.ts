import type { Resolved } from './resolve.ts'

/** How a partner was found, behind "found by". */
export const FOUND_BY: Readonly<Record<Resolved['by'], string>> = {
  id: 'its id',
  name: 'its name',
  name_without_legal_form: 'its name without the legal form',
  alias: 'an alias',
  email: 'the email address of a portal user',
  domain: 'its domain',
}
