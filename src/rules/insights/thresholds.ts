/** When a figure of a partner goes well, and when to improve it: data of one version. */

/** A threshold of a share in percent: at least so many to judge by. */
export interface Share {
  least: number
  well: number
  improve: number
}

/** One version of the thresholds (data/insights.json). Shares are whole percent. */
export interface Thresholds {
  revenue: { least: number; change: number; withoutAmount: number }
  winRate: Share & { change: number }
  sourced: Share
  newLogos: { well: number; noneOf: number }
  pastCloseDates: { share: number }
  registrations: Share
  approvalDays: { least: number; improve: number }
  serviceAttach: Share
  leads: Share
  /** So many days ahead count as near. */
  endsWithin: number
}
