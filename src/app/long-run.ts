/** What a run over many files needs. */

/** A signal that Ctrl-C, or the system asking the program to end, sets; the second time ends the process at once. */
export function stopOnSignal(): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, stop)
  return {
    signal: controller.signal,
    dispose: () => {
      for (const signal of signals) process.removeListener(signal, stop)
    },
  }
}

/**
 * Keeps the engine from giving ever more room to young values. Over a million rows, some of which it keeps for long-lived ones, it
 * would end up with twice the memory and be no faster.
 */
export function keepMemoryFlat(): void {
  // Loaded here, because most commands never need it.
  process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1')
}
