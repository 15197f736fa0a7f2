import { ownScript } from '../base/trusted'
import { fail } from '../base/result'
import type { Answered, Asked, Calls, OpenAsked } from './calls'

/** Where the build put it. */
declare const OPENPGP_WORKER: string

/** What is needed of a `Worker`. */
export interface Working {
    postMessage(asked: Asked, options: { transfer: Transferable[] }): void
    terminate(): void
    onmessage: ((event: MessageEvent<Answered>) => void) | null
    onerror: ((event: ErrorEvent) => void) | null
}

/** Longer than this nobody waits for one message. In milliseconds. */
const PATIENCE_MS = 60_000

/**
 * The page's side of the worker: the same calls. It begins with the first of them. When it breaks, all that were
 * asked hear
 * `lost`, and the next call begins another one, without keys.
 */
export class OpenPgpWorker {
    private worker: Working | undefined
    private readonly asked = new Map<number, (result: Answered['result']) => void>()
    private count = 0
    /** Is told that keys are gone, though nobody has locked them. */
    whenLost: () => void = () => undefined

    constructor(private readonly begin: () => Working = inBrowser) {}

    call<K extends keyof Calls>(call: K, ...args: Parameters<Calls[K]>): ReturnType<Calls[K]> {
        return this.ask([], call, args)
    }

    /** What is large in it is handed over, and is not here any more. */
    open(asked: OpenAsked): ReturnType<Calls['openMessage']> {
        return this.ask([asked.raw.buffer], 'openMessage', [asked])
    }

    private ask<K extends keyof Calls>(transfer: Transferable[], call: K, args: Parameters<Calls[K]>)
        : ReturnType<Calls[K]> {
        const worker = this.worker ??= this.start()
        const id = ++this.count
        const answer = new Promise<Answered['result']>(resolve => {
            const timer = setTimeout(() => this.lose(), PATIENCE_MS)
            this.asked.set(id, result => {
                clearTimeout(timer)
                this.asked.delete(id)
                resolve(result)
            })
        })
        worker.postMessage({ id, call, with: args }, { transfer })
        return answer as ReturnType<Calls[K]>
    }

    /** Its memory goes, and all keys with it. */
    end(): void {
        this.worker?.terminate()
        this.worker = undefined
        for (const tell of [...this.asked.values()]) tell(fail('lost'))
    }

    private start(): Working {
        const worker = this.begin()
        worker.onmessage = ({ data }) => this.asked.get(data.id)?.(data.result)
        worker.onerror = () => this.lose()
        return worker
    }

    private lose(): void {
        this.end()
        this.whenLost()
    }
}

function inBrowser(): Working { return new Worker(ownScript(new URL(OPENPGP_WORKER, document.baseURI).href), { type: 'module' }) as unknown as Working }
