/** Lets one thing run after the other. What fails does not keep the next from running. */
export class Turns {
    private last: Promise<unknown> = Promise.resolve()

    run<T>(work: () => Promise<T>): Promise<T> {
        const done = this.last.then(work)
        this.last = done.catch(() => undefined)
        return done
    }
}
