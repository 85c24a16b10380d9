/** Forwards what phd and a server say up to a moment, and from then on nothing more: phd stands still there until it is ended. */

import type { Socket } from 'node:net'
import { COMMIT } from './cutting-proxy.ts'
import { ServerProxy } from './server-proxy.ts'

/** After so many bytes, whoever says them; or as a transaction is to be kept, once the server has heard it or before. */
export type Moment = { bytes: number } | { commit: 'heard' | 'unheard' }

export class HaltingProxy extends ServerProxy {
  #moment: Moment | null = null
  #reached: () => void = () => {}
  #isHalted = false
  /** How many bytes were forwarded since {@link haltAt}. */
  forwarded = 0

  /** Halts at a moment, and says so. */
  haltAt(moment: Moment, reached: () => void): void {
    this.#moment = moment
    this.#reached = reached
    this.#isHalted = false
    this.forwarded = 0
  }

  protected forward(client: Socket, server: Socket): void {
    client.on('data', (bytes) => {
      const commit = this.#moment !== null && 'commit' in this.#moment && bytes.includes(COMMIT) ? this.#moment.commit : null
      if (commit !== 'unheard') this.#pass(bytes, server)
      if (commit !== null) this.#halt()
    })
    server.on('data', (bytes) => this.#pass(bytes, client))
    server.on('close', () => client.end())
    client.on('close', () => server.end())
  }

  #pass(bytes: Buffer, to: Socket): void {
    if (this.#isHalted) return
    const left = this.#moment !== null && 'bytes' in this.#moment ? this.#moment.bytes - this.forwarded : Number.POSITIVE_INFINITY
    this.forwarded += bytes.length
    to.write(bytes.subarray(0, left))
    if (bytes.length >= left) this.#halt()
  }

  #halt(): void {
    if (this.#isHalted) return
    this.#isHalted = true
    this.#reached()
  }
}
