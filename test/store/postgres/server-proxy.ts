/** What stands between phd and a server, on a socket of its own. */

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SOCKET = '.s.PGSQL.5432'

export abstract class ServerProxy {
  readonly folder = mkdtempSync(join(tmpdir(), 'phd-proxy-'))
  readonly #server: Server

  /** Stands before the server whose socket is in a folder. */
  constructor(behind: string) {
    this.#server = createServer((client) => {
      const server = dial(join(behind, SOCKET))
      for (const each of [client, server]) each.on('error', () => {})
      this.forward(client, server)
    })
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(join(this.folder, SOCKET), resolve))
  }

  stop(): void {
    this.refuseOthers()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** The server cannot be reached again. */
  protected refuseOthers(): void {
    this.#server.close()
  }

  /** Tells each what the other says. */
  protected abstract forward(client: Socket, server: Socket): void
}
