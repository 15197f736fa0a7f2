import { batch, computed, effect, signal } from '@preact/signals'
import { systemClock } from '../base/clock'
import type { Client } from '../jmap/client'
import { Push } from '../jmap/push'
import type { Email, EmailRow, Id, Mailbox, Patch } from '../jmap/types'
import { MemoryCache } from '../store/cache'
import { type Kept, Outbox } from '../store/outbox'
import { EmailQuery, ROW_PROPERTIES } from '../store/query'
import { type Identified, Records } from '../store/records'
import { Shown } from '../store/shown'
import { SparseIds } from '../store/sparse'
import { Sync, type Synced } from '../store/sync'
import { touches } from '../store/waiting'
import type { Messages } from '../text/en'
import type { Toast } from '../ui/toast'
import { type Pictures, picturesOf } from './pictures'

const TOAST_MS = 8_000

/**
 * All that the pages of mail show and do, without a page: it can be tested in Node. Nothing is kept in the browser yet:
 * what a sealed account may keep there is ciphertext, which is the work of a later part.
 */
export class Mail {
    readonly mailboxes = signal<Mailbox[]>([])
    readonly mailboxId = signal<Id | undefined>(undefined)
    readonly query = signal<EmailQuery | undefined>(undefined)
    /** The one that keys are for, and that is read. */
    readonly chosen = signal<Id | undefined>(undefined)
    readonly isReading = signal(false)
    readonly toast = signal<Toast | undefined>(undefined)
    readonly isSignedOut = signal(false)
    readonly emails: Records<EmailRow>
    readonly outbox: Outbox
    private readonly boxes: Records<Mailbox>
    private readonly hidden = signal<ReadonlySet<Id>>(new Set())
    private readonly syncs: { Mailbox: Sync, Email: Sync }
    private readonly push: Push
    private lastGroup: number | undefined
    private toasted: ReturnType<typeof setTimeout> | undefined

    readonly mailbox = computed(() => this.mailboxes.value.find(one => one.id === this.mailboxId.value))
    /** What the list shows. */
    readonly shown = computed(() => new Shown(this.query.value?.ids.value ?? SparseIds.empty(0), this.hidden.value))

    constructor(private readonly client: Client, private readonly words: Messages) {
        const overlay = (...of: Parameters<Outbox['overlay']>) => this.outbox.overlay(...of)
        const cache = new MemoryCache()
        this.emails = new Records<EmailRow>('Email', 5_000, overlay)
        this.boxes = new Records<Mailbox>('Mailbox', 5_000, overlay)
        this.syncs = {
            Mailbox: new Sync(client, synced('Mailbox', this.boxes, true), cache),
            Email: new Sync(client, synced('Email', this.emails, false), cache),
        }
        this.outbox = new Outbox(client, { Email: kept(this.emails, this.syncs.Email),
            Mailbox: kept(this.boxes, this.syncs.Mailbox) }, cache, systemClock)
        this.push = new Push(client, ['Email', 'Mailbox'], {
            changed: states => void this.look(states ? Object.keys(states) : ['Email', 'Mailbox']),
            mode: mode => { if (mode === 'signedOut') this.isSignedOut.value = true },
        })
        this.listen()
    }

    get address(): string { return this.client.session.username }

    async start(): Promise<void> {
        await this.syncs.Mailbox.pull()
        const inbox = this.mailboxes.value.find(one => one.role === 'inbox') ?? this.mailboxes.value[0]
        if (inbox) this.go(inbox.id)
        void this.push.run()
    }

    close(): void {
        this.push.stop()
        this.client.close()
    }

    go(id: Id): void {
        batch(() => {
            this.mailboxId.value = id
            this.chosen.value = undefined
            this.isReading.value = false
            this.hidden.value = new Set()
            this.query.value = new EmailQuery(this.client, this.emails, { filter: { inMailbox: id },
                sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: false })
        })
        void this.query.value!.need(0, 50)
    }

    /** `rows`: of what is shown. */
    need(from: number, to: number): void {
        const shown = this.shown.value
        void this.query.value?.need(shown.index(from), shown.index(to))
    }

    open(id: Id): void {
        batch(() => {
            this.chosen.value = id
            this.isReading.value = true
        })
        if (!this.emails.said(id)?.keywords['$seen']) this.outbox.update('Email', { [id]: { 'keywords/$seen': true } })
    }

    /** To the next row, or by -1 to the one before. */
    step(by: number): void {
        const shown = this.shown.value
        const row = this.chosen.value === undefined ? (by > 0 ? 0 : -1) : shown.rowOf(this.chosen.value) + by
        const id = row >= 0 ? shown.at(row) : undefined
        if (id === undefined) return
        if (this.isReading.value) this.open(id)
        else this.chosen.value = id
    }

    archive(): void { this.move('archive', this.words.told.archived(1)) }

    remove(): void { this.move('trash', this.words.told.removed(1)) }

    toggle(keyword: string): void {
        const record = this.chosen.value === undefined ? undefined : this.emails.seen(this.chosen.value).value
        if (record) this.mark(keyword, !record.keywords[keyword])
    }

    mark(keyword: string, isSet: boolean): void {
        const id = this.chosen.value
        if (id === undefined) return
        this.lastGroup = this.outbox.update('Email', { [id]: { [`keywords/${keyword}`]: isSet ? true : null } })
    }

    undo(): void {
        if (this.lastGroup === undefined || !this.outbox.undo(this.lastGroup)) return
        this.lastGroup = undefined
        this.hidden.value = new Set()
        this.say({ text: this.words.told.undone })
    }

    /** What the reading pane shows beside the row. */
    async body(id: Id): Promise<Email | undefined> {
        const got = await this.client.get<Email>('Email/get', [id], {
            properties: [...ROW_PROPERTIES, 'cc', 'replyTo', 'sentAt', 'textBody', 'htmlBody', 'attachments', 'bodyValues'],
            fetchTextBodyValues: true,
            fetchHTMLBodyValues: true,
            maxBodyValueBytes: 256 * 1024,
        })
        return got.ok ? got.value.list[0] : undefined
    }

    pictures(email: Email): Pictures { return picturesOf(this.client, [...email.htmlBody, ...email.attachments]) }

    private move(role: string, told: string): void {
        const [id, from] = [this.chosen.value, this.mailboxId.value]
        const to = this.mailboxes.value.find(one => one.role === role)?.id
        if (id === undefined || from === undefined || to === undefined || to === from) return
        const patch: Patch = { [`mailboxIds/${from}`]: null, [`mailboxIds/${to}`]: true }
        const group = this.outbox.update('Email', { [id]: patch })
        this.lastGroup = group
        batch(() => {
            const row = this.shown.value.rowOf(id)
            this.hidden.value = new Set([...this.hidden.value, id])
            const next = this.shown.value.at(row) ?? this.shown.value.at(row - 1)
            this.chosen.value = next
            if (this.isReading.value && next !== undefined) this.open(next)
            if (next === undefined) this.isReading.value = false
        })
        this.say({ text: told, action: { label: this.words.told.undo, run: () => this.undo() } })
    }

    private say(toast: Toast): void {
        clearTimeout(this.toasted)
        this.toast.value = toast
        this.toasted = setTimeout(() => { this.toast.value = undefined }, TOAST_MS)
    }

    private listen(): void {
        this.syncs.Mailbox.changed.on(() => this.sortMailboxes())
        this.syncs.Email.changed.on(() => void this.query.value?.refresh())
        this.outbox.sent.on(() => void this.look(['Mailbox']))
        this.outbox.refused.on(({ change, id }) => {
            const back = id === undefined ? touches(change) : [id]
            this.hidden.value = new Set([...this.hidden.value].filter(one => !back.includes(one)))
            this.say({ text: this.words.told.refused })
        })
        effect(() => {
            if (this.outbox.mode.value === 'signedOut') this.isSignedOut.value = true
            if (this.outbox.mode.value === 'waiting') this.say({ text: this.words.told.offline })
        })
    }

    private async look(types: string[]): Promise<void> {
        const known = types.filter((type): type is 'Email' | 'Mailbox' => type in this.syncs)
        const done = await Promise.all(known.map(type => this.syncs[type].pull()))
        if (done.some(one => !one.ok && one.error.kind === 'signedOut')) this.isSignedOut.value = true
    }

    private sortMailboxes(): void {
        const all = this.boxes.ids().flatMap(id => this.boxes.said(id) ?? [])
        this.mailboxes.value = all.sort((a, b) => a.sortOrder - b.sortOrder || a.name.localeCompare(b.name))
    }
}

function kept(records: unknown, sync: Sync): Kept { return { records: records as Records<Identified>, sync } }

function synced(type: 'Mailbox' | 'Email', records: unknown, keepsAll: boolean): Synced {
    const properties = type === 'Email' ? { properties: ROW_PROPERTIES } : {}
    return { type, records: records as Records<Identified>, keepsAll, ...properties }
}
