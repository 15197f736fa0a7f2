import { ownScript } from '../base/trusted'
import type { Parameters, Stretched } from '../stretch/stretch'

/** Where the build put it. */
declare const STRETCH_WORKER: string

/**
 * On a thread of its own, which is ended afterwards. Undefined where the browser cannot, or will not do what is
 * asked.
 */
export function inWorker(password: string, asked: Parameters): Promise<Stretched | undefined> {
    return new Promise(resolve => {
        const worker = new Worker(ownScript(new URL(STRETCH_WORKER, document.baseURI).href), { type: 'module' })
        const end = (made: Stretched | undefined) => {
            worker.terminate()
            resolve(made)
        }
        worker.onmessage = (event: MessageEvent<Stretched | undefined>) => end(event.data)
        worker.onerror = () => end(undefined)
        worker.postMessage({ password, asked })
    })
}
