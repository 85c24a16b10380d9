/** The values that phd provides for replies: the desk's addresses, and what it knows about a partner. */

interface Known {
  name: string | null
  address: string | null
  why: string | null
}

interface DeskFacts {
  mailbox: string
  orderOperations: string
  portal: string
}

export interface PartnerFacts {
  name: string
  id: string
  track: string | null
  channelManager: Known
  channelDirector: Known
}

/** The values phd provides, in the order they are listed. */
export const PROVIDED = [
  'desk_mailbox',
  'order_operations_mailbox',
  'portal',
  'programs_director',
  'programs_director_email',
  'partner_name',
  'partner_id',
  'partner_track',
  'channel_manager',
  'channel_manager_email',
  'channel_director',
  'channel_director_email',
] as const

interface Provided {
  values: Record<string, string | undefined>
  /** Why a value is missing. */
  why: Record<string, string>
}

/** Why a value of a partner is missing where no partner given. */
export const NO_PARTNER = 'no partner given'

/** The values of the desk and of a partner; null: none was named. */
export function providedValues(desk: DeskFacts, programsDirector: Known, partner: PartnerFacts | null): Provided {
  const values: Provided['values'] = {
    desk_mailbox: desk.mailbox,
    order_operations_mailbox: desk.orderOperations,
    portal: desk.portal,
    programs_director: programsDirector.name ?? undefined,
    programs_director_email: programsDirector.address ?? undefined,
    partner_name: partner?.name ?? undefined,
    partner_id: partner?.id ?? undefined,
    partner_track: partner?.track ?? undefined,
    channel_manager: partner?.channelManager.name ?? undefined,
    channel_manager_email: partner?.channelManager.address ?? undefined,
    channel_director: partner?.channelDirector.name ?? undefined,
    channel_director_email: partner?.channelDirector.address ?? undefined,
  }
  const why: Provided['why'] = {
    programs_director: programsDirector.why ?? '',
    programs_director_email: programsDirector.why ?? '',
    partner_name: NO_PARTNER,
    partner_id: NO_PARTNER,
    partner_track: partner ? 'its track is blank in Salesforce' : NO_PARTNER,
    channel_manager: partner ? 'the account has no owner' : NO_PARTNER,
    channel_manager_email: partner ? (partner.channelManager.why ?? '') : NO_PARTNER,
    channel_director: partner ? (partner.channelDirector.why ?? '') : NO_PARTNER,
    channel_director_email: partner ? (partner.channelDirector.why ?? '') : NO_PARTNER,
  }
  return { values, why }
}
