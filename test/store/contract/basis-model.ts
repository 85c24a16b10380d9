/** Which recordings change what was read: one thing read, and the things that a recording is about. */

/** A request, as the model knows it. */
export interface ModelRequest {
  id: number
  question: 'loa' | 'nfr'
  /** Every partner that an entry of it named. */
  partners: string[]
  /** What opened it. */
  by: string | null
}

export class BasisModel {
  readonly requests: ModelRequest[] = []
  readonly #read = new Set<string>()
  #hasChanged = false

  /** Something is read. */
  reads(thing: string): void {
    this.#read.add(thing)
  }

  /** Someone else records something about these things; a thing of its own kind is always one of them. */
  others(things: readonly string[]): void {
    if (this.#read.size > 0 && things.some((thing) => thing === 'all' || this.#read.has(thing))) this.#hasChanged = true
  }

  /** Whether what was judged by what was read is refused. */
  get refuses(): boolean {
    return this.#hasChanged
  }

  /** The things that an entry on a request is about; `names`: the partner that the entry is about. */
  ofRequest(request: ModelRequest, action: string, names: string | null): string[] {
    const isOpening = action.endsWith('_requested')
    const things = ['requests', `request ${request.id}`, 'audit', `did ${action}`, `did ${action} ${names}`]
    for (const partner of [...request.partners, ...(names === null ? [] : [names])]) things.push(`partner ${partner}`)
    if (request.partners.length === 0 && !(isOpening && names !== null)) things.push('unnamed')
    if (request.by !== null) things.push(request.by)
    if (names !== null) request.partners.push(names)
    return things
  }

  /** Those of an entry on no request; `isOfRequests`: it is read with them. */
  ofEntry(action: string, names: string | null, isOfRequests = false): string[] {
    const own = ['audit', `did ${action}`, `did ${action} ${names}`]
    return isOfRequests ? [...own, 'requests', `partner ${names}`] : own
  }
}
