/** Forwards what phd and a server say, and cuts the connection when a transaction is to be kept, or after any byte. */

import type { Socket } from 'node:net'
import { ServerProxy } from './server-proxy.ts'

/** As the protocol has it: Q, the length, the text and a zero byte. */
export const COMMIT: Buffer = Buffer.from('Q\0\0\0\u000bCOMMIT\0', 'latin1')

/** Whether the server still hears of the COMMIT, and whether it can be reached again afterwards. */
export interface Cut {
  heard: boolean
  reachable: boolean
}

export class CuttingProxy extends ServerProxy {
  #cut: Cut | null = null
  /** How many bytes are still forwarded, whoever says them. */
  #left = Number.POSITIVE_INFINITY
  /** How many bytes were forwarded since {@link cutAfter}. */
  forwarded = 0

  /** Cuts the connection at its next COMMIT. */
  cutAtCommit(cut: Cut): void {
    this.#cut = cut
  }

  /** Cuts the connection after so many bytes, within what is said; one that is made afterwards stays whole. */
  cutAfter(bytes: number): void {
    this.#left = bytes
    this.forwarded = 0
  }

  protected forward(client: Socket, server: Socket): void {
    client.on('data', (bytes) => {
      const cut = this.#cut
      if (cut === null || !bytes.includes(COMMIT)) {
        this.#pass(bytes, server, client)
        return
      }
      this.#cut = null
      if (!cut.reachable) this.refuseOthers()
      server.removeAllListeners('data')
      client.destroy()
      if (cut.heard) server.end(bytes)
      else server.destroy()
    })
    server.on('data', (bytes) => this.#pass(bytes, client, server))
    server.on('close', () => client.end())
    client.on('close', () => server.end())
  }

  #pass(bytes: Buffer, to: Socket, from: Socket): void {
    this.forwarded += bytes.length
    if (bytes.length <= this.#left) {
      this.#left -= bytes.length
      to.write(bytes)
      return
    }
    to.end(bytes.subarray(0, this.#left))
    this.#left = Number.POSITIVE_INFINITY
    from.destroy()
  }
}
