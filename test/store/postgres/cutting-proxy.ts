/** Between phd and a server: forwards what both say, and cuts the connection when a transaction is to be kept, or after any byte. */

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** As the protocol has it: Q, the length, the text and a zero byte. */
const COMMIT = Buffer.from('Q\0\0\0\u000bCOMMIT\0', 'latin1')

/** Whether the server still hears of the COMMIT, and whether it can be reached again afterwards. */
export interface Cut {
  heard: boolean
  reachable: boolean
}

export class CuttingProxy {
  readonly folder = mkdtempSync(join(tmpdir(), 'phd-proxy-'))
  readonly #server: Server
  #cut: Cut | null = null
  /** How many bytes are still forwarded, whoever says them. */
  #left = Number.POSITIVE_INFINITY
  /** How many bytes were forwarded since {@link cutAfter}. */
  forwarded = 0

  /** Stands before the server whose socket is in a folder. */
  constructor(behind: string) {
    this.#server = createServer((client) => this.#forward(client, dial(join(behind, '.s.PGSQL.5432'))))
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(join(this.folder, '.s.PGSQL.5432'), resolve))
  }

  /** Cuts the connection at its next COMMIT. */
  cutAtCommit(cut: Cut): void {
    this.#cut = cut
  }

  /** Cuts the connection after so many bytes, within what is said; one that is made afterwards stays whole. */
  cutAfter(bytes: number): void {
    this.#left = bytes
    this.forwarded = 0
  }

  stop(): void {
    this.#server.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #forward(client: Socket, server: Socket): void {
    for (const each of [client, server]) each.on('error', () => {})
    client.on('data', (bytes) => {
      const cut = this.#cut
      if (cut === null || !bytes.includes(COMMIT)) {
        this.#pass(bytes, server, client)
        return
      }
      this.#cut = null
      if (!cut.reachable) this.#server.close()
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
