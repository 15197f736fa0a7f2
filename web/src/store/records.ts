import { type ReadonlySignal, type Signal, signal } from '@preact/signals-core'

export interface Identified { id: string }

/** What those that wait to be sent make of a record. */
export type Overlay = (type: string, id: string, record: Identified) => Identified | undefined

/**
 * The records of one type that are known, each as a signal. What is seen is what the server has said, changed by what
 * waits in the outbox. Those that nobody looks at are forgotten beyond a number; the longest unused ones first.
 */
export class Records<T extends Identified> {
    private readonly known = new Map<string, T>()
    private readonly signals = new Map<string, Signal<T | undefined>>()
    private readonly watched = new Set<string>()
    /** When what is known of one was said last, in writes. */
    private readonly written = new Map<string, number>()
    private writes = 0

    constructor(readonly type: string, private readonly most = 5_000,
        private readonly overlay: Overlay = (_type, _id, record) => record) {}

    /** As it is to be seen. Undefined while it is not known. */
    seen(id: string): ReadonlySignal<T | undefined> {
        const there = this.signals.get(id)
        if (there) return there
        this.forgetSignals()
        const made: Signal<T | undefined> = signal(this.view(id), {
            watched: () => {
                this.watched.add(id)
                if (!this.signals.has(id)) this.signals.set(id, made)
                this.refresh(id)
            },
            unwatched: () => { this.watched.delete(id) },
        })
        this.signals.set(id, made)
        return made
    }

    /** As the server has said it last. */
    said(id: string): T | undefined {
        const record = this.known.get(id)
        if (record) this.touch(id, record)
        return record
    }

    has(id: string): boolean { return this.known.has(id) }

    ids(): string[] { return [...this.known.keys()] }

    /** For `put`: what is said of a record from now on is later. */
    get now(): number { return this.writes }

    /**
     * What the server says; properties that it does not say stay. `since`: when it was asked, where the answer may
     * have been
     * overtaken: what was said of a record after that stays. The look at changes brings what is later than both.
     */
    put(records: readonly T[], since = Infinity): void {
        for (const record of records) {
            if ((this.written.get(record.id) ?? 0) > since) continue
            this.written.set(record.id, ++this.writes)
            this.touch(record.id, { ...this.known.get(record.id), ...record })
            this.refresh(record.id)
        }
        this.forget()
    }

    /** In the place of all that was known of it. */
    replace(record: T): void {
        this.written.set(record.id, ++this.writes)
        this.touch(record.id, record)
        this.refresh(record.id)
    }

    remove(ids: readonly string[]): void {
        for (const id of ids) {
            this.known.delete(id)
            this.written.delete(id)
            this.refresh(id)
        }
    }

    drop(): void { this.remove(this.ids()) }

    /** After what waits for it has changed. */
    refresh(id: string): void {
        const one = this.signals.get(id)
        if (one) one.value = this.view(id)
    }

    private view(id: string): T | undefined {
        const record = this.known.get(id)
        return record && this.overlay(this.type, id, record) as T | undefined
    }

    /** The last in the order of the map is the one that was used last. */
    private touch(id: string, record: T): void {
        this.known.delete(id)
        this.known.set(id, record)
    }

    private forget(): void {
        let surplus = this.known.size - this.most
        for (const id of this.known.keys()) {
            if (surplus <= 0) return
            if (this.watched.has(id)) continue
            this.known.delete(id)
            this.written.delete(id)
            this.signals.delete(id)
            surplus--
        }
    }

    /** Signals that were held and are looked at again come back by themselves. */
    private forgetSignals(): void {
        if (this.signals.size <= 2 * this.most) return
        for (const id of this.signals.keys()) if (!this.watched.has(id)) this.signals.delete(id)
    }
}
