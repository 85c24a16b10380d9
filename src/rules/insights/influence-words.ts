/** The words of a partner influence record. */

/** The two types of influence and the seven details, as the form has them (Ecosystem Operations, Partner Influence). */
export interface InfluenceWords {
  types: readonly InfluenceWord[]
  details: readonly InfluenceWord[]
}

/** A value of the form, and other ways in which the page or a list writes it. */
export interface InfluenceWord {
  name: string
  also: readonly string[]
}
