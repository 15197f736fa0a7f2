/**
 * Tells all who listen, in the order in which they came. Who fails is told of by `console.error` and stops no other.
 */
export class Emitter<T> {
    private readonly listeners = new Set<(value: T) => void>()

    /** Gives what ends the listening. */
    on(listener: (value: T) => void): () => void {
        const own = (value: T) => listener(value)
        this.listeners.add(own)
        return () => { this.listeners.delete(own) }
    }

    emit(value: T): void {
        for (const listener of [...this.listeners]) {
            try {
                listener(value)
            } catch (error) {
                console.error(error)
            }
        }
    }
}
