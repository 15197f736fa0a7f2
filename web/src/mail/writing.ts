import { signal } from '@preact/signals'
import type { Composer, Sent } from '../compose/composer'
import type { Begin } from '../compose/open'
import type { People } from '../compose/people'
import type { How } from '../compose/start'
import type { Unsent, UnsentRow } from '../compose/unsent'
import type { Client } from '../jmap/client'
import { LATER, type Email, type EmailAddress, type Id, type Identity } from '../jmap/types'
import { inert } from '../text/addresses'
import type { Messages } from '../text/en'
import { type Cache, UNSENT } from '../store/cache'
import type { Toast } from '../ui/toast'
import { type Bodies, isEnclosed, type Opened } from './bodies'
import type { EndToEnd } from './end-to-end'
import { answeredByDraft, answeredIn, draftIn, filesIn, forAnswer, isOpenPgp } from './openpgp-mail'
import { htmlOf, textOf, withPictures } from './parts'
import { type Pictures, picturesOf } from './pictures'

/** Where the browser keeps as whom one writes. */
const IDENTITIES = 'identities'
const ALL = 'all'
/** So long a discarded draft can be had back with its files, and a little more than that is offered. */
const UNDO_MS = 12_000
/** Who signs out waits no longer until what he wrote is saved. */
const SAVE_MS_MAX = 5_000

/** Of a message that goes when the connection is back: what tells it from others. */
export interface Waiting { key: string, subject: string, to: EmailAddress[] }

/**
 * What is being written: where it goes, and how it is undone. The program for it is loaded when somebody first
 * writes.
 */
export class Writing {
    readonly current = signal<{ composer: Composer, people: People, pictures: Pictures } | undefined>(undefined)
    private identities: Identity[] = []
    private people: People | undefined
    private secondsToUndo = 10
    /** Messages that go when the connection is back. */
    readonly waiting = signal<readonly Waiting[]>([])
    /** Messages that waited, and that the server does not take as they are. */
    readonly setAside = signal<readonly UnsentRow[]>([])
    private isSending = false
    /** Of what is begun now: what it is about was encrypted. */
    private isAboutEncrypted = false
    /** Who got that too. */
    private answered: ReadonlySet<string> = new Set()

    constructor(private readonly client: Client, private readonly words: Messages, private readonly bodies: Bodies,
        private readonly mailboxOf: (role: string) => Id | undefined, private readonly made: (role: string) => Promise<Id | undefined>,
        private readonly say: (toast: Toast, ms?: number) => void, private readonly endToEnd: EndToEnd,
        private readonly kept?: Cache) {}

    fresh(): Promise<void> {
        this.isAbout(undefined)
        return this.begin({ kind: 'new' })
    }

    /** `about`: the message that it stands in. */
    mailto(href: string, about: Email): Promise<void> {
        this.isAbout(undefined)
        return this.begin({ kind: 'mailto', href, about })
    }

    async about(kind: How | 'draft', id: Id): Promise<void> {
        const email = await this.bodies.get(id)
        if (!email) return this.say({ text: this.words.reading.failed })
        this.isAbout(undefined)
        if (isOpenPgp(email)) return kind === 'draft' ? this.openDraft(email) : this.aboutOpened(kind, email)
        const shown = isEnclosed(email) ? await this.bodies.enclosed(email) ?? email : email
        const html = htmlOf(shown)?.html
        return this.begin({ kind, email: withPictures(shown, html !== undefined), text: textOf(shown).text, html },
            picturesOf(this.client, [...shown.htmlBody, ...shown.attachments]))
    }

    /** Of what was sealed only that stands in an answer which may. */
    private async aboutOpened(kind: How, email: Opened): Promise<void> {
        const opened = await (await this.endToEnd.openings()).get(email)
        const shown = forAnswer(email, opened.ok ? opened.value : undefined, kind)
        const isEncrypted = !opened.ok || opened.value.encryption !== 'none'
        this.isAbout(!isEncrypted ? undefined : opened.ok && kind !== 'forward' ? answeredIn(opened.value) : new Set())
        const files = kind === 'forward' && opened.ok ? await filesIn(opened.value) : []
        return this.begin({ kind, email: shown, text: textOf(shown).text, html: htmlOf(shown)?.html, files }, picturesOf(this.client, []))
    }

    /** One that was sealed while it was written: its fields too are inside. */
    private async openDraft(email: Opened): Promise<void> {
        const opened = await (await this.endToEnd.openings()).get(email)
        if (!opened.ok || opened.value.state !== 'open') return this.say({ text: this.words.reading.failed })
        const shown = draftIn(email, opened.value)
        this.isAbout(answeredByDraft(opened.value))
        return this.begin({ kind: 'draft', email: shown, text: textOf(shown).text, html: htmlOf(shown)?.html, files: await filesIn(opened.value) }, picturesOf(this.client, []))
    }

    /** Undefined: about nothing that was encrypted. */
    private isAbout(answered: ReadonlySet<string> | undefined): void {
        this.isAboutEncrypted = answered !== undefined
        this.answered = answered ?? new Set()
    }

    /** After it was sent: for some seconds it can be taken back. */
    sent(sent: Sent): void {
        const { words } = this
        this.people?.add([...sent.draft.to, ...sent.draft.cc, ...sent.draft.bcc], 5)
        this.current.value = undefined
        this.told(sent, sent.isLater ? words.compose.sentLater : words.compose.sent)
    }

    private told(sent: Sent, text: string): void {
        const action = { label: this.words.told.undo, run: () => void this.cancel(sent.submissionId, sent.emailId, sent) }
        if (sent.isLater) this.say({ text, action })
        else if (this.secondsToUndo > 0) this.say({ text, action }, this.secondsToUndo * 1000)
        else this.say({ text })
    }

    /** It waits in the browser. */
    left(): void {
        const { composer } = this.current.value!
        this.current.value = undefined
        this.waiting.value = [...this.waiting.value, waitingOf(composer.key, composer.draft.value)]
        this.say({ text: this.words.compose.kept,
            action: { label: this.words.told.undo, run: () => void this.takeBack(composer.key) } })
    }

    /** What waits to be sent is written on; it does not go before it is sent again. */
    async takeBack(key: string): Promise<void> {
        const before = this.current.value
        if (before && !await before.composer.close()) return this.stays(before.composer)
        const [open, { Unsent, reopened }, { People }] = await Promise.all([import('../compose/open'),
            import('../compose/unsent'), import('../compose/people')])
        if (this.identities.length === 0) await this.prepare(open)
        const [boxes, unsent] = [await this.boxes(), this.kept && new Unsent(this.kept)]
        const row = (await unsent?.all())?.find(one => one.key === key && one.send)
        if (!unsent || !row || this.isSending) return this.say({ text: this.words.compose.tooLate })
        if (!boxes || this.identities.length === 0) return this.say({ text: this.words.compose.cannot })
        this.waiting.value = this.waiting.value.filter(one => one.key !== key)
        const { send: _, ...draft } = row
        await unsent.keep(draft)
        this.people ??= new People(this.client)
        this.isAbout(undefined)
        const composer = reopened(this.client, this.identities, boxes, row)
        await this.show(composer, this.people, picturesOf(this.client, []))
        composer.change({})
    }

    /** What was written without a connection: what was to be sent is sent, all else lies among the drafts. */
    async sendKept(): Promise<void> {
        if (!this.kept || this.isSending) return
        this.isSending = true
        try {
            await this.goThrough(this.kept)
        } finally {
            this.isSending = false
        }
    }

    private async goThrough(cache: Cache): Promise<void> {
        // mostly there is none, and at a start nobody is to wait for what sends it
        if ((await cache.all(UNSENT)).length === 0) {
            this.waiting.value = []
            this.setAside.value = []
            return
        }
        const [open, { Unsent, resend }] = await Promise.all([import('../compose/open'), import('../compose/unsent')])
        const unsent = new Unsent(cache)
        const all = (await unsent.all()).filter(one => one.key !== this.current.value?.composer.key)
        this.setAside.value = all.filter(one => one.refused !== undefined)
        const rows = all.filter(one => one.refused === undefined)
        this.waiting.value = rows.filter(one => one.send).map(one => waitingOf(one.key, one.draft))
        if (rows.length === 0) return
        if (this.identities.length === 0) await this.prepare(open)
        const boxes = await this.boxes()
        if (this.identities.length === 0 || !boxes) return
        const { compose } = this.words
        const isSealed = await this.endToEnd.isClearLevel() === false
        for (const row of rows) {
            const outcome = await resend(this.client, this.identities, boxes, row, isSealed ? one => this.secure(one) : undefined)
            if (outcome === 'away') return
            // what is behind it goes all the same
            if (outcome === 'later') continue
            this.waiting.value = this.waiting.value.filter(one => one.key !== row.key)
            if (typeof outcome === 'object' && 'never' in outcome) {
                await this.putAside(unsent, row, outcome.never)
                continue
            }
            await unsent.drop(row.key)
            if (typeof outcome === 'object') this.told(outcome, compose.keptSent)
            else this.say({ text: { sent: compose.keptSent, saved: compose.keptSaved, refused: compose.keptRefused }[outcome] })
        }
    }

    /** What was to be sent at a time is not: whoever changes it says anew when. */
    private async putAside(unsent: Unsent, { send: _, ...row }: UnsentRow, why: string): Promise<void> {
        const aside = { ...row, refused: why }
        await unsent.keep(aside)
        this.setAside.value = [...this.setAside.value.filter(one => one.key !== row.key), aside]
        this.say({ text: this.refusedText(aside), action: { label: this.words.compose.change, run: () => void this.openAside(row.key) } })
    }

    refusedText({ draft, refused }: UnsentRow): string {
        const { compose, list } = this.words
        return compose.setAside(inert(draft.subject) || list.noSubject, compose.failures.types[refused!] ?? '')
    }

    /** To be changed and sent. It stays in the browser until the server has it, or it is discarded. */
    async openAside(key: string): Promise<void> {
        const before = this.current.value
        if (before && !await before.composer.close()) return this.stays(before.composer)
        const [open, { People }, { Unsent, reopened }] = await Promise.all([import('../compose/open'),
            import('../compose/people'), import('../compose/unsent')])
        const row = this.kept && (await new Unsent(this.kept).all()).find(one => one.key === key)
        if (this.identities.length === 0) await this.prepare(open)
        const boxes = await this.boxes()
        if (!row || !boxes || this.identities.length === 0) return this.say({ text: this.words.compose.cannot })
        this.people ??= new People(this.client)
        this.isAbout(undefined)
        const composer = reopened(this.client, this.identities, boxes, row)
        composer.refused = row.refused
        this.setAside.value = this.setAside.value.filter(one => one.key !== key)
        await this.show(composer, this.people, picturesOf(this.client, []))
        composer.change({})
    }

    async discard(): Promise<void> {
        const { composer, people, pictures } = this.current.value!
        this.current.value = undefined
        const aside = this.mailboxOf('trash') ?? this.mailboxOf('drafts')
        const isThere = aside !== undefined && await composer.setAside(aside)
        if (aside === undefined) await composer.discard()
        const undone = new AbortController()
        if (isThere) void this.client.clock.sleep(UNDO_MS, undone.signal).then(() => { if (!undone.signal.aborted) void composer.forget() })
        this.say({ text: this.words.compose.discarded, action: { label: this.words.told.undo, run: () => {
            undone.abort()
            void this.reopen(composer.draft.value, people, pictures, isThere ? composer.draftId.value : undefined)
        } } })
    }

    /** Whom of oneself it was written to. */
    async identityOf(email: Email): Promise<Identity | undefined> {
        const [open, { identityFor, writtenTo }] = await Promise.all([import('../compose/open'), import('../compose/draft')])
        if (this.identities.length === 0) await this.prepare(open)
        return this.identities.length === 0 ? undefined : identityFor(writtenTo(email), this.identities)
    }

    close(): void { this.current.value = undefined }

    /** Saves what is not, and ends; what cannot be saved stays. */
    async leave(): Promise<void> {
        const before = this.current.value
        if (!before) return
        if (!await before.composer.close()) return this.stays(before.composer)
        if (this.current.value === before) this.close()
    }

    private stays({ isUploading }: Composer): void {
        const { notSaved, failures } = this.words.compose
        this.say({ text: isUploading ? failures.uploading : notSaved })
    }

    /** Saves what is not. Gives how many messages are in this browser alone all the same. */
    async saveAll(): Promise<number> {
        const composer = this.current.value?.composer
        const given = new AbortController()
        const tooLong = this.client.clock.sleep(SAVE_MS_MAX, given.signal).then(() => false)
        const isSaved = !composer || await Promise.race([composer.save(), tooLong]) && composer.isWhole
        given.abort()
        const others = (await this.kept?.all(UNSENT) ?? []).filter(([key]) => key !== composer?.key)
        return others.length + (isSaved ? 0 : 1)
    }

    /**
     * The session has ended, and the same person has begun another: what is written here goes on there, and does not
     * come from what this browser keeps as well.
     */
    async handOver(): Promise<Composer | undefined> {
        const composer = this.current.value?.composer
        composer?.end()
        if (composer) await composer.unsent?.drop(composer.key)
        return composer
    }

    /** What was being written when the session ended, saved or not. */
    async goOn(before: Composer): Promise<void> {
        before.end()
        const [open, { People }, { Composer }] = await Promise.all([import('../compose/open'), import('../compose/people'), import('../compose/composer')])
        if (this.identities.length === 0) await this.prepare(open)
        const boxes = await this.boxes()
        if (!boxes || this.identities.length === 0) return this.say({ text: this.words.compose.cannot })
        this.people ??= new People(this.client)
        const composer = new Composer(this.client, this.identities, boxes, before.draft.value, before.draftId.value,
            before.messageId)
        await this.show(composer, this.people, picturesOf(this.client, []))
        composer.change({})
    }

    /** Identities have changed: they are asked for anew. */
    forget(): void { this.identities = [] }

    /**
     * What waits to be sent is a draft again, if it is not too late. `told`: what is known of it since it was sent from
     * this page; else what it marked is looked for.
     */
    async cancel(submissionId: Id, emailId: Id, told?: Pick<Sent, 'besides' | 'links' | 'marked'>): Promise<void> {
        const { takeBack } = await import('../compose/composer')
        const boxes = await this.boxes()
        const { besides, links, marked } = told ?? { marked: boxes && await this.markedBy(emailId, boxes.sent) }
        const sent = { submissionId, emailId, ...besides && { besides }, ...links && { links }, ...marked && { marked } }
        if (!boxes || !await takeBack(this.client, sent, boxes)) return this.say({ text: this.words.compose.tooLate })
        this.say({ text: this.words.compose.takenBack })
        await this.about('draft', emailId)
    }

    private async markedBy(id: Id, sent: Id): Promise<Sent['marked']> {
        const [email, { markedBy }] = await Promise.all([this.bodies.get(id), import('../compose/about')])
        return email && markedBy(this.client, email, sent)
    }

    private async reopen(draft: Composer['draft']['value'], people: People, pictures: Pictures, draftId?: Id): Promise<void> {
        const { Composer } = await import('../compose/composer')
        const boxes = await this.boxes()
        if (!boxes) return
        const composer = new Composer(this.client, this.identities, boxes, draft, draftId)
        await this.show(composer, people, pictures)
        composer.change({})
    }

    private async show(composer: Composer, people: People, pictures: Pictures): Promise<void> {
        if (this.kept) composer.unsent = new (await import('../compose/unsent')).Unsent(this.kept)
        await this.secure(composer)
        this.current.value = { composer, people, pictures }
    }

    /** What of it is not there yet comes when it is there; a password is to be had all the same. */
    private async secure(composer: Composer): Promise<void> {
        const { Security } = await import('../compose/security')
        const security = composer.security = new Security(composer.draft, this.words.language === 'it' ? 'it' : 'en')
        security.isAboutEncrypted.value = this.isAboutEncrypted
        security.answered.value = this.answered
        security.isClearLevel = () => this.endToEnd.isClearLevel()
        void security.drafts()
        void this.endToEnd.sealing().then(there => { security.endToEnd = there }, () => undefined)
    }

    private async boxes() {
        const [drafts, sent] = [this.mailboxOf('drafts') ?? await this.made('drafts'), this.mailboxOf('sent') ?? await this.made('sent')]
        return drafts !== undefined && sent !== undefined ? { drafts, sent } : undefined
    }

    private async begin(begin: Begin, pictures: Pictures = picturesOf(this.client, [])): Promise<void> {
        const before = this.current.value
        if (before && !await before.composer.close()) return this.stays(before.composer)
        const [open, { People }] = await Promise.all([import('../compose/open'), import('../compose/people')])
        if (this.identities.length === 0) await this.prepare(open)
        const boxes = await this.boxes()
        if (this.identities.length === 0 || !boxes) return this.say({ text: this.words.compose.cannot })
        this.people ??= new People(this.client)
        void this.people.load(boxes.sent, this.mailboxOf('inbox'))
        await this.show(open.composerFor(this.client, this.identities, boxes, begin, this.words), this.people, pictures)
    }

    /** So that one can write without a connection. */
    async ahead(): Promise<void> {
        const [open] = await Promise.all([import('../compose/open'), import('../compose/people'),
            import('../compose/unsent'), import('./waiting')])
        if (this.kept && this.identities.length === 0) await this.prepare(open)
    }

    /** Of the server; without it, those that are kept. */
    private async identitiesFrom(open: typeof import('../compose/open')): Promise<Identity[]> {
        const all = await open.identitiesOf(this.client)
        if (all.length === 0) return (await this.kept?.read(IDENTITIES, [ALL]))?.[0] as Identity[] | undefined ?? []
        await this.kept?.write([{ space: IDENTITIES, key: ALL, value: all }]).catch(() => undefined)
        return all
    }

    private async prepare(open: typeof import('../compose/open')): Promise<void> {
        this.identities = await this.identitiesFrom(open)
        if (!(LATER in this.client.session.capabilities)) return
        const got = await this.client.call('UndoSend/get', { accountId: this.client.accountId, ids: null }).answer
        if (got.ok) this.secondsToUndo = got.value.list[0]?.seconds ?? this.secondsToUndo
    }
}

function waitingOf(key: string, { subject, to, cc, bcc }: Composer['draft']['value']): Waiting {
    return { key, subject, to: [...to, ...cc, ...bcc] }
}
