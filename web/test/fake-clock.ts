import type { Clock } from '../src/base/clock'

/** Time that goes on as fast as it is waited for: a sleep ends after all that can be done without it. */
export class FakeClock implements Clock {
    private time = Date.parse('2026-12-01T08:00:00Z')
    private readonly sleepers: { at: number, wake: () => void }[] = []
    private isTicking = false
    readonly slept: number[] = []

    now(): number { return this.time }

    sleep(ms: number, signal?: AbortSignal): Promise<void> {
        this.slept.push(ms)
        return new Promise(resolve => {
            if (signal?.aborted) return resolve()
            const sleeper = { at: this.time + ms, wake: resolve }
            this.sleepers.push(sleeper)
            signal?.addEventListener('abort', () => {
                const at = this.sleepers.indexOf(sleeper)
                if (at >= 0) this.sleepers.splice(at, 1)
                resolve()
            })
            this.tick()
        })
    }

    private tick(): void {
        if (this.isTicking) return
        this.isTicking = true
        let turns = 0
        const turn = () => {
            if (++turns < 4) return void setTimeout(turn, 0)
            this.isTicking = false
            this.wakeNext()
        }
        setTimeout(turn, 0)
    }

    private wakeNext(): void {
        this.sleepers.sort((a, b) => a.at - b.at)
        const next = this.sleepers.shift()
        if (!next) return
        this.time = Math.max(this.time, next.at)
        next.wake()
        if (this.sleepers.length > 0) this.tick()
    }
}

/** Until it holds; fails after many turns of the event loop. */
export async function until(holds: () => boolean, what = String(holds)): Promise<void> {
    for (let turn = 0; turn < 20_000; turn++) {
        if (holds()) return
        await new Promise(resolve => setTimeout(resolve, 0))
    }
    throw new Error(`It never came to: ${what}`)
}
