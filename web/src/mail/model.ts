import { batch, computed, effect, signal } from '@preact/signals'
import { systemClock } from '../base/clock'
import type { How } from '../compose/start'
import type { Client } from '../jmap/client'
import { Push } from '../jmap/push'
import type { Email, EmailRow, Id, Mailbox, Patch, Thread } from '../jmap/types'
import { MemoryCache } from '../store/cache'
import { Conversations } from '../store/conversations'
import { type Kept, Outbox } from '../store/outbox'
import { EmailQuery, ROW_PROPERTIES } from '../store/query'
import { type Identified, Records } from '../store/records'
import { Shown } from '../store/shown'
import { SparseIds } from '../store/sparse'
import { Sync, type Synced } from '../store/sync'
import { touches } from '../store/waiting'
import type { Messages } from '../text/en'
import type { Toast } from '../ui/toast'
import { Bodies } from './bodies'
import { type Pictures, picturesOf } from './pictures'
import { Writing } from './writing'

const TOAST_MS = 8_000
const TYPES = ['Mailbox', 'Email', 'Thread']
type Type = 'Mailbox' | 'Email' | 'Thread'

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
    /** What was unread of the conversation when it was opened. */
    readonly justOpened = signal<ReadonlySet<Id>>(new Set())
    readonly toast = signal<Toast | undefined>(undefined)
    readonly isSignedOut = signal(false)
    readonly emails: Records<EmailRow>
    readonly bodies: Bodies
    readonly writing: Writing
    readonly outbox: Outbox
    private readonly boxes: Records<Mailbox>
    private readonly threads: Records<Thread>
    private readonly conversations: Conversations
    private readonly hidden = signal<ReadonlySet<Id>>(new Set())
    private readonly syncs: { Mailbox: Sync, Email: Sync, Thread: Sync }
    private readonly push: Push
    private lastGroup: number | undefined
    private toasted: ReturnType<typeof setTimeout> | undefined

    readonly mailbox = computed(() => this.mailboxes.value.find(one => one.id === this.mailboxId.value))
    /** What the list shows. */
    readonly shown = computed(() => new Shown(this.query.value?.ids.value ?? SparseIds.empty(0), this.hidden.value))

    constructor(readonly client: Client, private readonly words: Messages) {
        const overlay = (...of: Parameters<Outbox['overlay']>) => this.outbox.overlay(...of)
        const cache = new MemoryCache()
        this.emails = new Records<EmailRow>('Email', 5_000, overlay)
        this.boxes = new Records<Mailbox>('Mailbox', 5_000, overlay)
        this.threads = new Records<Thread>('Thread', 5_000)
        this.conversations = new Conversations(client, this.emails, this.threads)
        this.bodies = new Bodies(client)
        this.writing = new Writing(client, words, this.bodies, role => this.mailboxOf(role)?.id, (toast, ms) => this.say(toast, ms))
        this.syncs = {
            Thread: new Sync(client, synced('Thread', this.threads, false), cache),
            Mailbox: new Sync(client, synced('Mailbox', this.boxes, true), cache),
            Email: new Sync(client, synced('Email', this.emails, false), cache),
        }
        this.outbox = new Outbox(client, { Email: kept(this.emails, this.syncs.Email),
            Mailbox: kept(this.boxes, this.syncs.Mailbox) }, cache, systemClock)
        this.push = new Push(client, TYPES, {
            changed: states => void this.look(states ? Object.keys(states) : TYPES),
            mode: mode => { if (mode === 'signedOut') this.isSignedOut.value = true },
        })
        this.listen()
    }

    get address(): string { return this.client.session.username }

    async start(): Promise<void> {
        // all of them: what is fetched from now on is known to be of this state or a later one
        await Promise.all([this.syncs.Mailbox.pull(), this.syncs.Email.pull(), this.syncs.Thread.pull()])
        const inbox = this.mailboxes.value.find(one => one.role === 'inbox') ?? this.mailboxes.value[0]
        if (inbox) this.go(inbox.id)
        void this.push.run()
    }

    /** Looks for what has changed, and sends what waits: the page is seen again, or the connection is back. */
    wakeUp(): void {
        this.outbox.wake()
        void this.look(TYPES)
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
                sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: true },
                ids => void this.conversations.complete(ids))
        })
        void this.query.value!.need(0, 50)
    }

    /** `rows`: of what is shown. */
    need(from: number, to: number): void {
        const shown = this.shown.value
        void this.query.value?.need(shown.index(from), shown.index(to))
    }

    /**
     * The Emails of a row's conversation that belong to what is looked at, the oldest first: none of Trash and Junk, unless
     * it is there that one looks.
     */
    conversation(id: Id): EmailRow[] {
        const row = this.emails.seen(id).value
        if (!row) return []
        const all = (this.threads.seen(row.threadId).value?.emailIds ?? [id]).flatMap(one => this.emails.seen(one).value ?? [])
        const away = this.mailboxes.value.filter(one => (one.role === 'trash' || one.role === 'junk') && one.id !== this.mailboxId.value)
        const isAmongDrafts = this.mailbox.value?.role === 'drafts'
        const seen = all.filter(one => isAmongDrafts || !one.keywords['$draft'] || all.length === 1).filter(one => one.id === id || !away.some(box => one.mailboxIds[box.id]))
        return seen.sort((a, b) => a.receivedAt < b.receivedAt ? -1 : a.receivedAt > b.receivedAt ? 1 : 0)
    }

    mailboxOf(role: string): Mailbox | undefined { return this.mailboxes.value.find(one => one.role === role) }

    /** Drafts of answers in the conversation. */
    draftsOf(id: Id): EmailRow[] {
        const row = this.emails.seen(id).value
        const all = row ? this.threads.seen(row.threadId).value?.emailIds ?? [] : []
        return all.flatMap(one => this.emails.seen(one).value ?? []).filter(one => one.keywords['$draft'])
    }

    /** Reads a conversation; a draft is written on. */
    open(id: Id): void {
        if (this.mailbox.value?.role === 'drafts' && this.emails.said(id)?.keywords['$draft']) {
            this.chosen.value = id
            return void this.writing.about('draft', id)
        }
        batch(() => {
            this.chosen.value = id
            this.isReading.value = true
        })
        const unread = this.conversation(id).filter(one => !one.keywords['$seen']).map(one => one.id)
        this.justOpened.value = new Set(unread)
        this.change(unread, { 'keywords/$seen': true })
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

    archive(): void { this.moveToRole('archive', this.words.told.archived) }

    remove(): void { this.moveToRole('trash', this.words.told.removed) }

    junk(): void { this.moveToRole('junk', this.words.told.junked) }

    /** Back to the list; the conversation is to be read again. */
    leaveUnread(): void {
        this.mark('$seen', false)
        this.isReading.value = false
    }

    /** The star of the newest: it is set there, and taken from all. */
    toggle(keyword: string): void {
        const all = this.chosen.value === undefined ? [] : this.conversation(this.chosen.value)
        const set = all.filter(one => one.keywords[keyword])
        if (set.length > 0) this.mark(keyword, false)
        else if (all.length > 0) this.lastGroup = this.change([all.at(-1)!.id], { [`keywords/${keyword}`]: true })
    }

    /** Of all of the conversation. */
    mark(keyword: string, isSet: boolean): void {
        if (this.chosen.value === undefined) return
        const differ = this.conversation(this.chosen.value).filter(one => Boolean(one.keywords[keyword]) !== isSet)
        this.lastGroup = this.change(differ.map(one => one.id), { [`keywords/${keyword}`]: isSet ? true : null }) ?? this.lastGroup
    }

    /** Of one message, whatever conversation it is in. */
    markOne(id: Id, keyword: string, isSet: boolean): void {
        this.lastGroup = this.change([id], { [`keywords/${keyword}`]: isSet ? true : null })
    }

    undo(): void {
        if (this.lastGroup === undefined || !this.outbox.undo(this.lastGroup)) return
        this.lastGroup = undefined
        this.hidden.value = new Set()
        this.say({ text: this.words.told.undone })
    }

    write(how: How, id: Id): void { void this.writing.about(how, id) }

    /** About the newest of the conversation that is chosen. */
    writeAbout(how: How): void {
        const newest = this.chosen.value === undefined ? undefined : this.conversation(this.chosen.value).at(-1)
        if (newest) this.write(how, newest.id)
    }

    writeTo(href: string): void { void this.writing.mailto(href) }

    pictures(email: Email): Pictures { return picturesOf(this.client, [...email.htmlBody, ...email.attachments]) }

    /** `told`: what is said of so many messages. */
    moveTo(to: Id, told = this.words.told.moved): void {
        const [id, from] = [this.chosen.value, this.mailboxId.value]
        if (id === undefined || from === undefined || to === from) return
        const here = this.conversation(id).filter(one => one.mailboxIds[from]).map(one => one.id)
        this.lastGroup = this.change(here, { [`mailboxIds/${from}`]: null, [`mailboxIds/${to}`]: true })
        batch(() => {
            const row = this.shown.value.rowOf(id)
            this.hidden.value = new Set([...this.hidden.value, id])
            const next = this.shown.value.at(row) ?? this.shown.value.at(row - 1)
            this.chosen.value = next
            if (this.isReading.value && next !== undefined) this.open(next)
            if (next === undefined) this.isReading.value = false
        })
        this.say({ text: told(here.length), action: { label: this.words.told.undo, run: () => this.undo() } })
    }

    private moveToRole(role: string, told: (count: number) => string): void {
        const to = this.mailboxes.value.find(one => one.role === role)?.id
        if (to !== undefined) this.moveTo(to, told)
    }

    /** Undefined where there is nothing to change. */
    private change(ids: readonly Id[], patch: Patch): number | undefined {
        return ids.length === 0 ? undefined : this.outbox.update('Email', Object.fromEntries(ids.map(id => [id, patch])))
    }

    say(toast: Toast, ms = TOAST_MS): void {
        clearTimeout(this.toasted)
        this.toast.value = toast
        this.toasted = setTimeout(() => { this.toast.value = undefined }, ms)
    }

    private listen(): void {
        this.syncs.Mailbox.changed.on(() => this.sortMailboxes())
        this.syncs.Email.changed.on(() => void this.query.value?.refresh())
        this.syncs.Thread.changed.on(() => void this.conversations.complete(this.query.value?.ids.value.entries().map(([, id]) => id) ?? []))
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
        const known = types.filter((type): type is Type => type in this.syncs)
        const done = await Promise.all(known.map(type => this.syncs[type].pull()))
        if (done.some(one => !one.ok && one.error.kind === 'signedOut')) this.isSignedOut.value = true
    }

    private sortMailboxes(): void {
        const all = this.boxes.ids().flatMap(id => this.boxes.said(id) ?? [])
        this.mailboxes.value = all.sort((a, b) => a.sortOrder - b.sortOrder || a.name.localeCompare(b.name))
    }
}

function kept(records: unknown, sync: Sync): Kept { return { records: records as Records<Identified>, sync } }

function synced(type: Type, records: unknown, keepsAll: boolean): Synced {
    const properties = type === 'Email' ? { properties: ROW_PROPERTIES } : {}
    return { type, records: records as Records<Identified>, keepsAll, ...properties }
}
