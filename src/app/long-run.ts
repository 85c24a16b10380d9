/** What a run over many files needs. */

/** Runs that end by themselves when they are asked to, and were not asked yet. */
const listening = new Set<AbortController>()

/** Whether a run is under way that a signal will end in an orderly way. */
export function stopsByItself(): boolean {
  return [...listening].some(({ signal }) => !signal.aborted)
}

/** A signal that Ctrl-C, or the system asking the program to end, sets; the second time ends the process at once. */
export function stopOnSignal(): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController()
  listening.add(controller)
  const stop = (): void => controller.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, stop)
  return {
    signal: controller.signal,
    dispose: () => {
      listening.delete(controller)
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
