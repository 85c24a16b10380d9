/** What reading all partners needs of the store. */

import type { RecordReader } from '../../store/store.ts'

/** To make the index of all partners. */
export type PartnerNames = Pick<RecordReader, 'accountNames' | 'aliases' | 'goneAccounts' | 'formerNames'>

/** To link every row of a kind. */
export type RowLinker = PartnerNames & Pick<RecordReader, 'eachRowName'>

/** To read every partner with its rows. */
export type EveryReader = RowLinker &
  Pick<RecordReader, 'recordsOfVersions' | 'versionsInOrder' | 'eachPeopleCount' | 'together' | 'inTurn'>
