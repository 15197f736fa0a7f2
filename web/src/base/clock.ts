/** Time, so that tests need not wait for it. */
export interface Clock {
    /** In milliseconds since 1970. */
    now(): number
    /** Returns when so many milliseconds are over, or earlier when `signal` says so. */
    sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
    now: () => Date.now(),
    sleep: (ms, signal) => new Promise(resolve => {
        if (signal?.aborted) return resolve()
        const timer = setTimeout(end, ms)
        signal?.addEventListener('abort', end, { once: true })
        function end() {
            clearTimeout(timer)
            signal?.removeEventListener('abort', end)
            resolve()
        }
    }),
}

/** How long to wait before the next attempt: twice as long each time, and never the same for all clients. */
export class Backoff {
    private attempts = 0

    /** In milliseconds. `random`: from 0 to below 1. */
    constructor(private readonly first: number, private readonly most: number,
        private readonly random: () => number = Math.random) {}

    next(): number {
        const whole = Math.min(this.most, this.first * 2 ** Math.min(this.attempts++, 30))
        return Math.round(whole * (0.5 + this.random() / 2))
    }

    reset(): void { this.attempts = 0 }
}
