import { signal } from '@preact/signals'
import type { Id } from '../jmap/types'
import type { KeptValues } from '../store/kept-values'

/** What a list shows of a sealed message: no server knows it. */
export interface InnerRow { subject?: string, preview: string }

type From = (ids: Id[]) => Promise<{ id: Id, subject?: string, preview?: string }[]>

const KNOWN_MAX = 2_000
/** Rows that are drawn together are asked for together. In milliseconds. */
const FILL_AFTER_MS = 50
const SUBJECT_CHARACTERS_MAX = 300
const PREVIEW_CHARACTERS_MAX = 256

/** Of messages that were opened here, what their rows say. Kept in the browser as mail is: sealed. */
export class Inner {
    readonly known = signal<ReadonlyMap<Id, InnerRow>>(new Map())
    private readonly asked = new Set<Id>()
    private readonly wanted = new Set<Id>()
    private from: From | undefined
    private soon: ReturnType<typeof setTimeout> | undefined

    constructor(private readonly kept?: KeptValues) {}

    learn(id: Id, subject: string | undefined, text: string): void {
        const row = { ...subject !== undefined && { subject: subject.slice(0, SUBJECT_CHARACTERS_MAX) }, preview: text.replace(/\s+/g, ' ').trim().slice(0, PREVIEW_CHARACTERS_MAX) }
        const before = this.known.value.get(id)
        if (before?.subject === row.subject && before?.preview === row.preview) return
        this.add(id, row)
        void this.kept?.put(id, row)
    }

    /** What was learnt at another visit. */
    async need(id: Id): Promise<void> {
        if (this.asked.has(id) || this.known.value.has(id)) return
        this.asked.add(id)
        const row = await this.kept?.get(id) as InnerRow | undefined
        if (row) return this.add(id, row)
        this.wanted.add(id)
        this.soon ??= setTimeout(() => void this.fill(), FILL_AFTER_MS)
    }

    /**
     * `from`: knows of messages that were not opened here what other devices, and the server when they came, have
     * told.
     */
    async fill(from = this.from): Promise<void> {
        this.from = from
        clearTimeout(this.soon)
        this.soon = undefined
        const ids = [...this.wanted].slice(-KNOWN_MAX)
        if (!from || ids.length === 0) return
        for (const { id, subject, preview } of await from(ids)) {
            this.wanted.delete(id)
            if (preview !== undefined && !this.known.value.has(id)) this.add(id, { ...subject !== undefined
                && { subject }, preview })
        }
    }

    private add(id: Id, row: InnerRow): void {
        const all = new Map(this.known.value)
        all.delete(id)
        all.set(id, row)
        for (const old of all.keys()) {
            if (all.size <= KNOWN_MAX) break
            all.delete(old)
        }
        this.known.value = all
    }
}

/** What is written in the place of a subject that is sealed: RFC 9788 section 3.2.1, and what others write. */
export function isPlaceholder(subject: string | null): boolean { return /^(?:\[?(?:\.\.\.|…)\]?|encrypted message)?$/i.test((subject ?? '').trim()) }
