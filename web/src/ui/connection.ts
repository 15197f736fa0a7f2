import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

/** As the browser knows it: true may be wrong, false is not. */
export const isConnected = signal(globalThis.navigator?.onLine !== false)

for (const name of ['online', 'offline']) {
    globalThis.addEventListener?.(name, () => { isConnected.value = name === 'online' })
}

/** Asks now, and whenever a connection is back while what was asked for is still missing. Stops when it is called. */
export function asking(load: () => unknown, isMissing: () => boolean, events: EventTarget): () => void {
    const again = () => { if (isMissing()) load() }
    events.addEventListener('online', again)
    load()
    return () => events.removeEventListener('online', again)
}

/** The same as long as a part of the page is there. */
export function useAsked(load: () => unknown, isMissing: () => boolean): void {
    useEffect(() => asking(load, isMissing, window), [])
}
