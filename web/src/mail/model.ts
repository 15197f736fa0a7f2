import { batch, computed, effect, signal } from '@preact/signals'
import { systemClock } from '../base/clock'
import type { How } from '../compose/start'
import type { Client } from '../jmap/client'
import type { VaultSecret } from '../login/vault-secret'
import { decoded, download } from '../jmap/blobs'
import { Push } from '../jmap/push'
import type { Email, EmailCondition, EmailRow, Filter, Id, Mailbox, Thread } from '../jmap/types'
import { MemoryCache } from '../store/cache'
import { Conversations } from '../store/conversations'
import { type Kept, Outbox } from '../store/outbox'
import { EmailQuery, type Listing, ROW_PROPERTIES } from '../store/query'
import { KeptValues } from '../store/kept-values'
import { type Identified, Records } from '../store/records'
import { Shown } from '../store/shown'
import { SparseIds } from '../store/sparse'
import { Sync, type Synced } from '../store/sync'
import { touches } from '../store/waiting'
import type { Messages } from '../text/en'
import type { SearchHit } from '../openpgp/search-index'
import { all, parseSearch, type Search } from '../text/search'
import type { Toast } from '../ui/toast'
import { Actions } from './actions'
import { Bodies } from './bodies'
import { EndToEnd } from './end-to-end'
import type { Kept as KeptHere } from './kept'
import { searchable } from './mailbox-name'
import { Inner } from './inner'
import { Labels } from './labels'
import type { PartSource } from './part-source'
import { cutHtmlPart } from './parts'
import { type Pictures, picturesOf } from './pictures'
import { LISTED_MAX, LISTS_MAX, type Snapshot, writeSnapshot } from './snapshot'
import { roleMailbox } from './role-mailbox'
import { Snippets } from './snippets'
import { Writing } from './writing'

const TOAST_MS = 8_000
const HTML_OCTETS_MAX = 5_000_000
/** So long after somebody has come by a notice its message is waited for. In milliseconds. */
const NOTICED_MS = 60_000
/** After something has changed, and once more at least so much later. In milliseconds. */
const KEEP_AFTER_MS = 3_000
/** Of what the browser keeps: messages, and characters of them. */
const BODIES_MAX = 500
const BODIES_CHARACTERS_MAX = 20_000_000
const INNER_MAX = 5_000
const INNER_CHARACTERS_MAX = 3_000_000
/** Rows whose messages are fetched before they are opened. */
const AHEAD_ROWS = 10
const TYPES = ['Mailbox', 'Email', 'Thread']
/**
 * Of what the server tells beside these, where it has them: what another page or program has changed is seen here at
 * once.
 */
const LABELS_TYPE = 'Labels'
type Type = 'Mailbox' | 'Email' | 'Thread'
/** What of a list is left: all that is true of it. */
export type Narrowing = 'unread' | 'starred' | 'attachment'
const NARROWED: Record<Narrowing, EmailCondition> = { unread: { notKeyword: '$seen' }, starred: { hasKeyword: '$flagged' }, attachment: { hasAttachment: true } }

/**
 * All that the pages of mail show, without a page: it can be tested in Node. What is done to mail is in `Actions`.
 * What the browser
 * keeps (`kept`): how it was last, messages, and what waits to be sent.
 */
export class Mail {
    private readonly allBoxes = signal<Mailbox[]>([])
    /** Those that are on their way out. */
    readonly goneBoxes = signal<ReadonlySet<Id>>(new Set())
    readonly mailboxes = computed(() => this.allBoxes.value.filter(one => !this.goneBoxes.value.has(one.id)))
    /** Undefined while something is searched. */
    readonly mailboxId = signal<Id | undefined>(undefined)
    readonly searched = signal('')
    readonly narrowings = signal<ReadonlySet<Narrowing>>(new Set())
    readonly query = signal<Listing | undefined>(undefined)
    /** The one that keys are for, and that is read. */
    readonly chosen = signal<Id | undefined>(undefined)
    /** Rows that are marked, so that something is done to all of them. */
    readonly selected = signal<ReadonlySet<Id>>(new Set())
    /** The rows that stand for all that the list has, loaded or not, as long as they are what is marked. */
    private readonly standing = signal<ReadonlySet<Id> | undefined>(undefined)
    readonly isAllMarked = computed(() => this.standing.value !== undefined && this.standing.value === this.selected.value)
    /** Of what the list shows; undefined where the server does not find it. */
    filter: Filter<EmailCondition> | null | undefined
    readonly isReading = signal(false)
    /** What was read with the focus in it is closed: the focus goes back to its row. */
    readonly isBack = signal(false)
    /** What was unread of the conversation when it was opened. */
    readonly justOpened = signal<ReadonlySet<Id>>(new Set())
    private openedRows = new Set<Id>()
    readonly toast = signal<Toast | undefined>(undefined)
    readonly isSignedOut = signal(false)
    /** Who looks after the server has its pages. The server asks itself whether he does. */
    readonly isOperator = signal(false)
    /** The server cannot be reached: what is seen is what is kept. */
    readonly isOffline = signal(false)
    /** Is told that the session is over. It may be that another one has begun. */
    whenSignedOut: () => void = () => { this.isSignedOut.value = true }
    readonly emails: Records<EmailRow>
    readonly bodies: Bodies
    readonly writing: Writing
    readonly outbox: Outbox
    readonly actions: Actions
    readonly snippets: Snippets
    readonly endToEnd: EndToEnd
    readonly inner: Inner
    readonly labels: Labels
    /** Rows that are on their way out of the list. */
    readonly hidden = signal<ReadonlySet<Id>>(new Set())
    private readonly boxes: Records<Mailbox>
    private readonly threads: Records<Thread>
    private readonly conversations: Conversations
    private readonly syncs: { Mailbox: Sync, Email: Sync, Thread: Sync }
    private readonly push: Push
    /** Nothing is shown yet, and the mailboxes are asked for. */
    private isAwaited = false
    /** Of notices by which somebody has come. */
    private noticed = 0
    /** Where the one that was chosen last was. */
    private lastRow = 0
    private readonly lists = new Map<Id, { ids: Id[], length: number }>()
    private readonly kept: KeptHere | undefined
    private keeping: ReturnType<typeof setTimeout> | undefined
    private toasted: ReturnType<typeof setTimeout> | undefined

    readonly mailbox = computed(() => this.mailboxes.value.find(one => one.id === this.mailboxId.value))
    /** As a search names them. */
    readonly searchable = computed(() => searchable(this.mailboxes.value, this.words))
    /** Where all lies that is looked at: the mailbox, or the one that the search names. */
    readonly place = computed(() => this.mailbox.value ?? this.mailboxes.value.find(one => one.id === this.asked().place))
    /** What the list shows. */
    readonly shown = computed(() => new Shown(this.query.value?.ids.value ?? SparseIds.empty(0), this.hidden.value))

    /** `secret`: what opens the vault of who has just signed in. */
    constructor(readonly client: Client, readonly words: Messages, browser?: KeptHere, secret?: VaultSecret) {
        // of two pages the first one keeps
        this.kept = browser?.isFirst ? browser : undefined
        const overlay = (...of: Parameters<Outbox['overlay']>) => this.outbox.overlay(...of)
        const cache = new MemoryCache()
        this.emails = new Records<EmailRow>('Email', 5_000, overlay)
        this.boxes = new Records<Mailbox>('Mailbox', 5_000, overlay)
        this.threads = new Records<Thread>('Thread', 5_000)
        this.conversations = new Conversations(client, this.emails, this.threads)
        this.bodies = new Bodies(client, this.kept && new KeptValues(this.kept.cache, 'bodies', BODIES_MAX, BODIES_CHARACTERS_MAX))
        this.snippets = new Snippets(client)
        this.inner = new Inner(this.kept && new KeptValues(this.kept.cache, 'inner', INNER_MAX, INNER_CHARACTERS_MAX))
        this.labels = new Labels(client, words.labels.tags)
        this.endToEnd = new EndToEnd(client, this.bodies, secret)
        this.endToEnd.whenIndexed = search => void this.inner.fill(ids => search.shown(ids))
        this.writing = new Writing(client, words, this.bodies, role => this.mailboxOf(role)?.id, role => roleMailbox(this, role),
            (toast, ms) => this.say(toast, ms), this.endToEnd, this.kept?.cache)
        this.syncs = {
            Thread: new Sync(client, synced('Thread', this.threads, false), cache),
            Mailbox: new Sync(client, synced('Mailbox', this.boxes, true), cache),
            Email: new Sync(client, synced('Email', this.emails, false), cache),
        }
        this.outbox = new Outbox(client, { Email: kept(this.emails, this.syncs.Email),
            Mailbox: kept(this.boxes, this.syncs.Mailbox) }, this.kept?.cache ?? cache, systemClock)
        this.actions = new Actions(this)
        const told = this.labels.isThere ? [...TYPES, LABELS_TYPE] : TYPES
        this.push = new Push(client, told, {
            changed: states => void this.look(states ? Object.keys(states) : told),
            mode: mode => {
                if (mode === 'signedOut') this.whenSignedOut()
                else this.isOffline.value = mode === 'polling'
            },
        })
        this.listen()
    }

    get address(): string { return this.client.session.username }

    /** Whether something is here that the server does not have yet. */
    get isUnsent(): boolean {
        const written = this.writing.current.value?.composer
        return this.outbox.length > 0 || written !== undefined && (['unsaved', 'saving', 'failed', 'tooLarge'].includes(written.state.value) || !written.isWhole)
    }

    /** `before`: how it was at the last visit; it is seen until the server has said how it is now. */
    async start(before?: Snapshot): Promise<void> {
        if (before) this.resume(before)
        if (this.kept && !this.kept.isFresh) await this.outbox.load()
        this.isAwaited = !before
        // all of them: what is fetched from now on is known to be of this state or a later one
        const pulled = this.look(TYPES)
        void this.labels.load()
        if (!before) await pulled
        this.goHome()
        this.endToEnd.begin()
        void this.push.run()
        void this.writing.sendKept()
    }

    private goHome(): void {
        const inbox = this.mailboxOf('inbox') ?? this.mailboxes.value[0]
        this.isAwaited = false
        if (inbox && !this.query.value) this.go(inbox.id)
    }

    /** With a session that has begun since. */
    goOn(): void {
        this.isSignedOut.value = false
        this.wakeUp()
        void this.push.run()
    }

    /** So that the newest are there when they are opened. */
    async ahead(): Promise<void> {
        const rows = Array.from({ length: AHEAD_ROWS }, (_, row) => this.shown.value.at(row))
        await Promise.all([this.writing.ahead(), this.bodies.ahead(rows.flatMap(id => id === undefined ? [] : this.conversation(id).slice(-1)))])
    }

    private resume(before: Snapshot): void {
        batch(() => {
            this.boxes.put(before.mailboxes)
            this.emails.put(before.emails)
            this.threads.put(before.threads)
            for (const type of ['Mailbox', 'Email', 'Thread'] as const) this.syncs[type].resume(before.states[type]!)
            for (const [id, list] of before.lists) this.lists.set(id, list)
            this.sortMailboxes()
        })
    }

    /** Looks for what has changed, and sends what waits: the page is seen again, or the connection is back. */
    wakeUp(): void {
        this.outbox.wake()
        void this.writing.sendKept()
        void this.labels.load()
        void this.look(TYPES)
        // what could not be had meanwhile, though nothing has changed
        const query = this.query.value
        if (query?.failure.value) void query.refresh()
    }

    /** What waited to be deleted stays in Trash. */
    close(): void {
        clearTimeout(this.keeping)
        this.kept?.close()
        this.actions.forget()
        this.push.stop()
        this.endToEnd.close()
        this.client.close()
    }

    go(id: Id): void {
        if (this.query.value?.isThere.value) this.holdList()
        batch(() => {
            this.mailboxId.value = id
            this.searched.value = ''
            this.narrowings.value = new Set()
            this.ask()
        })
    }

    /** In another mailbox than the inbox, or at what a search found. */
    get isAway(): boolean {
        const box = this.mailbox.value
        return this.mailboxOf('inbox') !== undefined && (this.searched.value !== '' || box !== undefined && box.role !== 'inbox')
    }

    goToRole(role: string): void {
        const box = this.mailboxOf(role)
        if (box) this.go(box.id)
    }

    /** Of all mailboxes, unless it names one. Nothing: back to the inbox. */
    search(text: string): void {
        if (text.trim() === '') return this.searched.value === '' ? undefined : this.goToRole('inbox')
        batch(() => {
            this.mailboxId.value = undefined
            this.searched.value = text.trim()
            this.ask()
        })
    }

    narrow(by: Narrowing): void {
        const next = new Set(this.narrowings.value)
        if (!next.delete(by)) next.add(by)
        batch(() => {
            this.narrowings.value = next
            this.ask()
        })
    }

    /** `rows`: of what is shown. */
    need(from: number, to: number): void {
        const shown = this.shown.value
        void this.query.value?.need(shown.index(from), shown.index(to))
    }

    mailboxOf(role: string): Mailbox | undefined { return this.mailboxes.value.find(one => one.role === role) }

    /**
     * The Emails of a row's conversation that belong to what is looked at, the oldest first: none of Trash and Junk,
     * unless
     * it is there that one looks, and no drafts of answers.
     */
    conversation(id: Id): EmailRow[] {
        const thread = this.thread(id)
        const place = this.place.value
        const away = this.mailboxes.value.filter(one => (one.role === 'trash' || one.role === 'junk') && one.id !== place?.id)
        const isAmongDrafts = place?.role === 'drafts'
        const seen = thread.filter(one => one.id === id && (isAmongDrafts || thread.length === 1)
            || (isAmongDrafts || !one.keywords['$draft']) && (one.id === id || !away.some(box => one.mailboxIds[box.id])))
        return seen.sort((a, b) => a.receivedAt < b.receivedAt ? -1 : a.receivedAt > b.receivedAt ? 1 : 0)
    }

    /** Drafts of answers in the conversation. */
    draftsOf(id: Id): EmailRow[] { return this.thread(id).filter(one => one.keywords['$draft']) }

    /** Reads a conversation; a draft is written on. */
    open(id: Id): void {
        if (this.place.value?.role === 'drafts' && this.emails.said(id)?.keywords['$draft']) {
            this.chosen.value = id
            return void this.writing.about('draft', id)
        }
        const row = this.shown.value.rowOf(id)
        if (row >= 0) this.lastRow = row
        batch(() => {
            this.chosen.value = id
            this.isReading.value = true
        })
        this.justOpened.value = new Set()
        this.openedRows = new Set()
        this.openMore(id)
    }

    /** What the list did not know yet of a conversation that is read. What came after it was opened stays unread. */
    openMore(id: Id): void {
        const newest = this.emails.said(id)?.receivedAt ?? ''
        const more = this.conversation(id).filter(one => !this.openedRows.has(one.id) && (one.id === id || one.receivedAt <= newest))
        for (const one of more) this.openedRows.add(one.id)
        const unread = more.filter(one => !one.keywords['$seen']).map(one => one.id)
        if (unread.length > 0) this.justOpened.value = new Set([...this.justOpened.value, ...unread])
        this.actions.seen(unread)
    }

    /** One that a notice has told of: in the inbox, as soon as the list has it. Who comes by another wants that one. */
    openFirst(id: Id): void {
        const turn = ++this.noticed
        if (this.mailbox.value?.role !== 'inbox') this.goToRole('inbox')
        const before = this.chosen.peek()
        const stop = effect(() => {
            const { value: shown } = this.shown
            const isHere = this.query.value?.isThere.value === true && shown.rowOf(id) >= 0 && this.emails.seen(id).value !== undefined
            // or the person has gone on
            if (isHere || this.chosen.value !== before) queueMicrotask(() => end(isHere))
        })
        const end = (opens: boolean) => {
            clearTimeout(late)
            stop()
            if (opens && turn === this.noticed && this.chosen.peek() === before) this.open(id)
        }
        const late = setTimeout(end, NOTICED_MS, false)
        void this.look(TYPES)
    }

    /** To the next row, or by -1 to the one before. */
    step(by: number): void {
        const shown = this.shown.value
        const at = this.chosen.value === undefined ? -1 : shown.rowOf(this.chosen.value)
        // what is read may have gone from a list of what is unread: the next one is in its place
        const row = at >= 0 ? at + by : this.chosen.value === undefined && by < 0 ? -1 : this.lastRow + (by > 0 ? 0 : by)
        const id = row >= 0 ? shown.at(row) : undefined
        if (id === undefined) return
        this.lastRow = row
        if (this.isReading.value) this.open(id)
        else this.chosen.value = id
    }

    /** `reach`: and all between it and the one that was chosen. */
    select(id: Id, reach = false): void {
        const next = new Set(this.selected.value)
        const [from, to] = [this.chosen.value === undefined ? -1 : this.shown.value.rowOf(this.chosen.value), this.shown.value.rowOf(id)]
        if (reach && from >= 0 && to >= 0) {
            for (let row = Math.min(from, to); row <= Math.max(from, to); row++) {
                const one = this.shown.value.at(row)
                if (one !== undefined) next.add(one)
            }
        } else if (!next.delete(id)) next.add(id)
        batch(() => {
            this.selected.value = next
            this.chosen.value = id
        })
    }

    /** Also those that are not loaded. */
    markAll(): void {
        this.selectAll()
        if (this.mayMarkAll) this.standing.value = this.selected.value
    }

    /** Whether the list has more than what is loaded, and the server can tell which. */
    get mayMarkAll(): boolean { return this.filter !== undefined && this.selected.value.size < this.shown.value.length }

    /** All rows that are known, or none. Of a long list the rest is offered beside what is marked. */
    selectAll(isAll = true): void {
        const ids = this.query.value?.ids.value.entries().map(([, id]) => id).filter(id => !this.hidden.value.has(id)) ?? []
        this.selected.value = new Set(isAll ? ids : [])
    }

    write(how: How, id: Id): void { void this.writing.about(how, id) }

    /** About the newest of the conversation that is chosen. */
    writeAbout(how: How): void {
        const newest = this.chosen.value === undefined ? undefined : this.conversation(this.chosen.value).at(-1)
        if (newest) this.write(how, newest.id)
    }

    /** By a link in that message. */
    writeTo(href: string, about: Email): void { void this.writing.mailto(href, about) }

    /** RFC 9007 section 2: that it was shown, by who was written to. The server marks it. */
    async sendReceipt(email: Email): Promise<void> {
        const identity = await this.writing.identityOf(email)
        const send = identity && { r: { forEmailId: email.id, finalRecipient: `rfc822; ${identity.email}`,
            disposition: { actionMode: 'manual-action', sendingMode: 'mdn-sent-manually', type: 'displayed' } } }
        const sent = identity && await this.client.call('MDN/send', { accountId: this.client.accountId, identityId: identity.id, send,
            onSuccessUpdateEmail: { '#r': { 'keywords/$mdnsent': true } } }).answer
        this.say({ text: sent?.ok && sent.value.sent?.['r'] !== undefined ? this.words.reading.receiptSent : this.words.reading.receiptFailed })
    }

    /** What is longer than body values come; undefined where it cannot be had. */
    async wholeHtml(email: Email): Promise<string | undefined> {
        const part = cutHtmlPart(email)
        const got = part && await download(this.client, part.blobId!, 'application/octet-stream', HTML_OCTETS_MAX)
        return got?.ok ? decoded(got.value, part!.charset) : undefined
    }

    /** On the list of the filter, which is the account's: by the pages' own interface. */
    async block(who: string): Promise<void> {
        const [{ block }, { ownPages }, { accountWords }] = await Promise.all([import('../settings/blocking'), import('../login/own-pages'), import('../text/account')])
        await block(ownPages(this.client), who, accountWords(this.words), this.words.told.undo, toast => this.say(toast))
    }

    pictures(email: Email, source?: PartSource): Pictures { return picturesOf(this.client, [...email.htmlBody, ...email.attachments], source) }

    say(toast: Toast, ms = TOAST_MS): void {
        clearTimeout(this.toasted)
        this.toast.value = toast
        this.toasted = setTimeout(() => { this.toast.value = undefined }, ms)
    }

    private thread(id: Id): EmailRow[] {
        const row = this.emails.seen(id).value
        if (!row) return []
        return (this.threads.seen(row.threadId).value?.emailIds ?? [id]).flatMap(one => this.emails.seen(one).value ?? [])
    }

    private asked(): Search {
        return parseSearch(this.searched.value, this.searchable.value, new Date(), this.labels.all.value)
    }

    /** The list anew. */
    private ask(): void {
        const narrowed = [...this.narrowings.value].map(one => NARROWED[one])
        const search = this.asked()
        const of = this.mailboxId.value === undefined ? search.filter : { inMailbox: this.mailboxId.value }
        const filter: Filter<EmailCondition> | null = all([...of ? [of] : [], ...narrowed])
        this.chosen.value = undefined
        this.lastRow = 0
        this.isReading.value = false
        const before = narrowed.length === 0 && this.mailboxId.value !== undefined ? this.lists.get(this.mailboxId.value) : undefined
        // what was put away at the last visit, and waits to be sent, is not there
        this.hidden.value = new Set(before?.ids.filter(id => this.emails.said(id)?.mailboxIds[this.mailboxId.value!] && !this.emails.seen(id).value?.mailboxIds[this.mailboxId.value!]))
        this.selected.value = new Set()
        this.snippets.begin(search.isWords ? filter : undefined)
        const besides = (ids: readonly Id[]) => {
            void this.conversations.complete(ids)
            void this.snippets.need(ids)
        }
        // what is attached to mail the server does not know either, where it reads none of it
        const isHere = this.searched.value !== '' || this.narrowings.value.has('attachment') && this.endToEnd.isLevelTwo
        const found = isHere ? this.found(filter, besides) : undefined
        this.filter = found ? undefined : filter
        this.query.value = found ?? new EmailQuery(this.client, this.emails, { filter, sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: true }, besides)
        if (before) this.query.value.preset(before.ids, before.length)
        void this.query.value.need(0, 50)
    }

    /** Of all mail, what the server cannot read too. */
    private found(filter: Filter<EmailCondition> | null, besides: (ids: readonly Id[]) => void): Listing | undefined {
        const tell = (hits: readonly SearchHit[]) => { for (const { id, subject,
            preview } of hits) if (preview !== undefined) this.inner.learn(id, subject, preview) }
        return this.endToEnd.finder?.listing(filter, { records: this.emails, none: SparseIds.empty(0),
            properties: ROW_PROPERTIES, besides, tell })
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
            if (this.outbox.mode.value === 'signedOut') this.whenSignedOut()
            if (this.outbox.mode.value === 'waiting') this.say({ text: this.words.told.offline })
        })
        effect(() => {
            const failure = this.query.value?.failure.value
            if (failure?.kind === 'signedOut') this.whenSignedOut()
            if (failure?.kind === 'lost') this.isOffline.value = true
        })
        // no key stays in memory of who is signed out
        effect(() => { if (this.isSignedOut.value) this.endToEnd.close() })
        effect(() => {
            void this.mailboxes.value
            if (this.query.value?.ids.value) this.keepSoon()
        })
    }

    async look(types: string[]): Promise<void> {
        if (types.includes(LABELS_TYPE)) void this.labels.load()
        const known = types.filter((type): type is Type => type in this.syncs)
        const done = await Promise.all(known.map(type => this.syncs[type].pull()))
        if (done.some(one => !one.ok && one.error.kind === 'signedOut')) this.whenSignedOut()
        if (done.some(one => !one.ok && one.error.kind === 'lost')) this.isOffline.value = true
        else if (done.every(one => one.ok)) this.isOffline.value = false
    }

    private keepSoon(): void {
        if (this.kept && this.keeping === undefined) this.keeping = setTimeout(() => void this.keep(), KEEP_AFTER_MS)
    }

    /** How it is now, for the next visit. */
    async keep(): Promise<void> {
        clearTimeout(this.keeping)
        this.keeping = undefined
        const snapshot = this.kept && this.snapshot()
        if (snapshot) await writeSnapshot(this.kept!.cache, snapshot).catch(() => undefined)
    }

    /** Undefined before all is there. */
    private snapshot(): Snapshot | undefined {
        const { Mailbox, Email, Thread } = this.syncs
        if (!this.query.value?.isThere.value || !Mailbox.state || !Email.state || !Thread.state) return undefined
        this.holdList()
        const ids = [...this.lists.values()].flatMap(one => one.ids)
        const threads = [...new Set(ids.flatMap(id => this.emails.said(id)?.threadId ?? []))].flatMap(id => this.threads.said(id) ?? [])
        const emails = [...new Set([...ids, ...threads.flatMap(one => one.emailIds)])].flatMap(id => this.emails.said(id) ?? [])
        return { at: Date.now(), session: this.client.session, states: { Mailbox: Mailbox.state, Email: Email.state, Thread: Thread.state },
            mailboxes: this.boxes.ids().flatMap(id => this.boxes.said(id) ?? []), emails, threads, lists: [...this.lists] }
    }

    /** The beginning of the list that is looked at, if it is that of a mailbox. */
    private holdList(): void {
        const id = this.mailboxId.value
        const known = this.query.value?.ids.value
        if (id === undefined || this.narrowings.value.size > 0 || !known) return
        this.lists.delete(id)
        this.lists.set(id, { ids: Array.from({ length: Math.min(known.prefix, LISTED_MAX) }, (_, i) => known.at(i)!), length: known.length })
        for (const old of this.lists.keys()) {
            if (this.lists.size <= LISTS_MAX) break
            this.lists.delete(old)
        }
    }

    private sortMailboxes(): void {
        const known = this.boxes.ids().flatMap(id => this.boxes.said(id) ?? [])
        batch(() => {
            this.allBoxes.value = known.sort((a, b) => a.sortOrder - b.sortOrder || a.name.localeCompare(b.name))
            // its list is asked for before the mailboxes are drawn
            if (this.isAwaited) this.goHome()
        })
    }
}

function kept(records: unknown, sync: Sync): Kept { return { records: records as Records<Identified>, sync } }

function synced(type: Type, records: unknown, keepsAll: boolean): Synced {
    const properties = type === 'Email' ? { properties: ROW_PROPERTIES } : {}
    return { type, records: records as Records<Identified>, keepsAll, ...properties }
}
