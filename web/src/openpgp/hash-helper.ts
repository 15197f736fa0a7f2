import type { Octets } from './octets'

/** Where the build put it: beside the first worker. */
declare const HASH_WORKER: string

export type HashName = 'SHA-256' | 'SHA-384' | 'SHA-512'
export interface HashAsked { id: number, name: HashName, octets: Octets }
/** Without a hash where there is none. */
export interface HashAnswered { id: number, hash?: Octets }

/** What is needed of a `Worker`. */
export interface HashWorking {
    postMessage(asked: HashAsked, transfer: Transferable[]): void
    terminate(): void
    onmessage: ((event: { data: unknown }) => void) | null
    onerror: ((event: { preventDefault(): void }) => void) | null
}

/** Of what is smaller the hash is there before another thread has heard of it. In octets. */
const LARGE = 1 << 20
/** Longer than this it is not waited for: 64 MiB take a slow telephone a second. */
const PATIENCE_MS = 3_000

/**
 * A second thread that hashes what is large, while the worker's own does something else: browsers compute a hash on the
 * thread that asks for it. It is given octets of one message and no key, hands nothing on, and wipes them. Whatever
 * goes wrong with it, the answer is that there is none, and it is not asked again.
 */
export class HashHelper {
    static shared = new HashHelper()

    private worker: HashWorking | undefined
    private isOver = false
    private count = 0
    private readonly asked = new Map<number, (hash: Octets | undefined) => void>()

    constructor(private readonly make: () => HashWorking = inBrowser, private readonly large = LARGE,
        private readonly patienceMs = PATIENCE_MS) {}

    /** Whether so many octets are for it. Then it begins, unless it has. */
    takes(length: number): boolean {
        if (length < this.large || this.isOver) return false
        try {
            this.worker ??= this.begun()
        } catch {
            this.end()
        }
        return !this.isOver
    }

    /** `octets` have a buffer of their own, which is handed over. Undefined where it cannot be had; never throws. */
    async digest(name: HashName, octets: Octets): Promise<Octets | undefined> {
        if (!this.takes(octets.length)) return undefined
        const id = ++this.count
        const answer = new Promise<Octets | undefined>(resolve => {
            const timer = setTimeout(() => this.end(), this.patienceMs)
            this.asked.set(id, hash => {
                clearTimeout(timer)
                this.asked.delete(id)
                resolve(hash)
            })
        })
        try {
            this.worker!.postMessage({ id, name, octets }, [octets.buffer])
        } catch {
            this.end()
        }
        return answer
    }

    private begun(): HashWorking {
        const worker = this.make()
        worker.onmessage = ({ data }) => {
            const { id, hash } = (data ?? {}) as Partial<HashAnswered>
            this.asked.get(id!)?.(hash instanceof Uint8Array ? hash : undefined)
        }
        worker.onerror = event => {
            // else the page would take it for the end of the first worker
            event.preventDefault()
            this.end()
        }
        return worker
    }

    private end(): void {
        this.isOver = true
        this.worker?.terminate()
        this.worker = undefined
        for (const tell of [...this.asked.values()]) tell(undefined)
    }
}

/** The other side. What it was given is zero before it answers. */
export async function hashOf({ id, name, octets }: HashAsked): Promise<HashAnswered> {
    try {
        return { id, hash: new Uint8Array(await crypto.subtle.digest(name, octets)) }
    } catch {
        return { id }
    } finally {
        octets.fill(0)
    }
}

function inBrowser(): HashWorking {
    return new Worker(new URL(HASH_WORKER, location.href), { type: 'module' }) as unknown as HashWorking
}
