import { ownScript } from '../base/trusted'
import { signal } from '@preact/signals'

/** How often it is looked whether there is a newer build, while the page is used. */
const LOOK_EVERY_MS = 3_600_000

/** A newer build is there, and waits until somebody says that it may come. */
export const isNewer = signal(false)
let waiting: ServiceWorker | undefined
let looked = 0

/**
 * The worker that keeps the program in the browser: after the first list, in an idle moment. Without it all else
 * works.
 */
export async function install(): Promise<void> {
    const container = globalThis.navigator?.serviceWorker
    if (!container) return
    try {
        const registration = await container.register(ownScript('sw.js'), { scope: './' })
        looked = Date.now()
        follow(registration, container)
        addEventListener('focus', () => {
            if (Date.now() - looked < LOOK_EVERY_MS) return
            looked = Date.now()
            void registration.update().catch(() => undefined)
        })
    } catch {
        // a browser that allows none, or no connection: the next visit tries again
    }
}

function follow(registration: ServiceWorkerRegistration, container: ServiceWorkerContainer): void {
    const look = () => {
        // the first one replaces nothing
        if (!registration.waiting || !container.controller) return
        waiting = registration.waiting
        isNewer.value = true
    }
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
    look()
}

/** Ends this page, so that the newer build begins. What is written is to be saved before. */
export function takeNewer(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    waiting?.postMessage('take over')
}
