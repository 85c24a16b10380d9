import { foldPartner, KEY_MARK } from '../key.ts'
import { count, defineKind, id, type RecordOf, text } from '../kind.ts'
import { foldName } from '../name.ts'

/** The "Certifications by Partner" tab of the certification dashboard (Partner Help Desk, Approving Letters of Authorization). */
export const certificationDashboard = defineKind({
  kind: 'certification_dashboard',
  endsByList: true,
  title: 'certification dashboard',
  from: 'Google Sheets: the "Certifications by Partner" tab of the certification tracking dashboard, File, Download, CSV',
  fields: {
    accountId: id('001', ['Account ID', 'SFDC Account ID'], 'Salesforce id of the account, when the tab has it'),
    partner: text(['Partner', 'Partner Name', 'Partner Account', 'Account Name'], 'Name of the partner', {
      required: true,
      filled: true,
    }),
    region: text(['Region'], 'Region or country; a partner may have a row for each'),
    track: text(['Track', 'Partner Track'], 'Track as the dashboard has it', { isWord: true }),
    salesCore: count(['Sales Core'], 'People with Sales Core'),
    salesPro: count(['Sales Pro', 'Sales Professional'], 'People with the Sales Professional Accreditation'),
    saCore: count(['SA Core'], 'People with Solution Architect Core'),
    openReqsMet: text(['Open Reqs Met?'], 'Whether the Open requirements are met: Yes or No', {
      required: true,
      isWord: true,
    }),
    selectReqsMet: text(['Select Reqs Met?'], 'Whether the Select requirements are met: Yes or No', { isWord: true }),
    pse: count(['PSE'], 'People with a PSE certification'),
  },
  // A partner may have one row for each region; the track is a value that changes, not part of who it is.
  key: ({ accountId, partner, region }) => {
    const account = foldPartner(accountId, partner)
    return account === null ? null : `${account}${KEY_MARK}${foldName(region ?? '').folded}`
  },
  keyFields: ['accountId', 'partner', 'region'],
  partnerName: 'partner',
  partnerId: 'accountId',
})

export type DashboardRow = RecordOf<(typeof certificationDashboard)['fields']>

/** The region that a key was made of, folded: whatever name or id a partner has there, it has one row a region. */
export function regionOfKey(key: string): string {
  return key.slice(key.indexOf(KEY_MARK) + 1)
}
