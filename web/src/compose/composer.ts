import { type ReadonlySignal, signal } from '@preact/signals-core'
import { Turns } from '../base/turns'
import { fail, ok, type Result } from '../base/result'
import type { Client } from '../jmap/client'
import type { Failure } from '../jmap/failure'
import type { Email, GetAnswer, Id, Identity, SetError } from '../jmap/types'
import { download } from '../jmap/blobs'
import { upload } from '../jmap/upload'
import { cancel, type SecureTrouble, SecureSending } from './secure-sending'
import type { Security } from './security'
import { revokeProtected } from './protected-links'
import { type About, type Attached, attachedOf, type Draft, emailOf, going, isEmpty, noted } from './draft'
import { isTooMuch } from './size'
import { signed } from './start'
import type { Unsent } from './unsent'
import { type Fate, fateOf, sought } from './whereabouts'

/** After the last change. In milliseconds. */
const SAVE_AFTER_MS = 1_500
/** After it could not be saved. */
const AGAIN_AFTER_MS = 10_000
/** Of one file. In octets. */
const FILE_OCTETS_MAX = 100 << 20

export interface Boxes { drafts: Id, sent: Id }
/** `unsaved`: it will be, in a moment. `tooLarge`: the server does not take it as it is. */
export type SaveState = 'new' | 'unsaved' | 'saving' | 'saved' | 'failed' | 'tooLarge'
/** `besides`: other submissions of the same message; `links`: protected messages that went with it; `marked`:
 * what has got its mark by it, and had none. */
export interface Sent { submissionId: Id, emailId: Id, draft: Draft, isLater: boolean, besides?: Id[], links?: string[], marked?: About }
/** What another window, or another program, has done with what is written here. */
export type Elsewhere = 'changed' | 'sent'
/** `elsewhere`: another window has sent or changed it. `kept`: in the browser; it goes when the connection is back. `missing`: files that have not come up. */
export type SendFailure = { kind: 'kept' } | { kind: 'unsaved', failure: Failure | SetError } | { kind: 'refused', error: SetError } | { kind: 'lost' } | { kind: 'uploading' }
    | { kind: 'missing', names: string[] } | { kind: 'elsewhere' }
    | { kind: 'secure', trouble: SecureTrouble }

/**
 * A message while it is written: it lies on the server soon after each change, and each time in the place of the one
 * before.
 */
export class Composer {
    private readonly current
    /** Where it lies on the server. */
    readonly draftId = signal<Id | undefined>(undefined)
    /** With what the editor begins: it does not begin again when something is typed. */
    readonly startHtml
    /** What is to be said of other windows; what was sent there is not saved here any more. */
    readonly elsewhere = signal<Elsewhere | undefined>(undefined)
    private readonly saveState = signal<SaveState>('new')
    private readonly turns = new Turns()
    private readonly stopping = new AbortController()
    private timer: ReturnType<typeof setTimeout> | undefined
    private isClosed = false
    private seeking: Promise<void> | undefined
    private nextKey = 1
    /** Files that are to come up, by their keys: one that did not is tried again. */
    private readonly files = new Map<string, Blob>()
    /** Where it is kept while there is no connection; undefined: nowhere. */
    unsent: Unsent | undefined
    /** How it is protected. */
    security: Security | undefined
    /** By which it is kept in the browser. */
    key: string = crypto.randomUUID()
    /** It was set aside in the browser: what is changed in it is kept there until the server takes it. */
    refused: string | undefined
    /** Of the last time that it was to come to the server. */
    whyNotStored: Failure | SetError | undefined

    constructor(readonly client: Client, private known: readonly Identity[], private readonly boxes: Boxes, draft: Draft,
        emailId?: Id, public messageId = freshMessageId(known)) {
        this.draftId.value = emailId
        this.current = signal(noted(draft))
        this.startHtml = signal(draft.html ?? '')
        if (emailId !== undefined) this.saveState.value = 'saved'
    }

    get draft(): ReadonlySignal<Draft> { return this.current }

    get state(): ReadonlySignal<SaveState> { return this.saveState }

    private get emailId(): Id | undefined { return this.draftId.value }

    private set emailId(id: Id | undefined) { this.draftId.value = id }

    get identities(): readonly Identity[] { return this.known }

    /** One may write under others now. */
    learn(identities: readonly Identity[]): void { this.known = identities }

    get identity(): Identity { return this.identities.find(one => one.id === this.current.value.identityId) ?? this.identities[0]! }

    get isUploading(): boolean { return going(this.current.value).some(one => one.blobId === undefined && !one.local && !one.failed) }

    /** Whether all of it is in what is saved. */
    get isWhole(): boolean { return !this.isUploading && this.missing.length === 0 && !this.wasSentElsewhere }

    /** What is not sent without a word: files that did not come up. */
    get missing(): string[] {
        return going(this.current.value).filter(one => one.failed && one.blobId === undefined && !one.local).map(one => one.name)
    }

    change(part: Partial<Draft>): void {
        if (this.isClosed) return
        if (part.html !== undefined && this.current.value.html === undefined) this.startHtml.value = part.html
        this.current.value = noted({ ...this.current.value, ...part })
        this.saveState.value = 'unsaved'
        this.saveSoon(SAVE_AFTER_MS)
    }

    /** A draft is taken up again: what it answers is looked for while it is written. */
    isAbout(about: Promise<About | undefined>): void {
        this.seeking = about.then(found => {
            if (found) this.current.value = { ...this.current.value, about: found }
        }, () => undefined)
    }

    /** All of it anew: its form is gone. */
    plain(draft: Draft): void {
        this.current.value = draft
        this.change({})
    }

    /** `cid`: of a picture that is shown in the text. Gives its key at once, and tells whether it came up. */
    attach(blob: Blob, name: string, cid?: string): Promise<boolean> {
        const key = `file${this.nextKey++}`
        const file: Attached = { key, name, type: blob.type || 'application/octet-stream', size: blob.size, progress: 0, ...cid !== undefined && { cid } }
        this.files.set(key, blob)
        return this.take(file, blob)
    }

    /** One that did not come up. */
    tryAgain(key: string): Promise<boolean> {
        const [blob, one] = [this.files.get(key), this.current.value.attachments.find(other => other.key === key)]
        if (!blob || !one) return Promise.resolve(false)
        const { failed: _, isTooMuch: __, ...file } = one
        return this.take({ ...file, progress: 0 }, blob)
    }

    private take(file: Attached, blob: Blob): Promise<boolean> {
        const before = this.current.value.attachments
        const at = before.findIndex(one => one.key === file.key)
        const put = (one: Attached) => this.change({ attachments: at < 0 ? [...before, one] : before.with(at, one) })
        if (isTooMuch(this.client, [...going(this.current.value).filter(one => one.key !== file.key), file])) {
            put({ ...file, failed: true, isTooMuch: true })
            return Promise.resolve(false)
        }
        const isLocal = this.security ? !this.security.takesFiles : false
        put(isLocal ? { ...file, local: blob, progress: 1 } : file)
        return isLocal ? Promise.resolve(true) : this.bringUp(file.key, blob)
    }

    detach(key: string): void {
        this.files.delete(key)
        this.change({ attachments: this.current.value.attachments.filter(one => one.key !== key) })
    }

    /**
     * While it is written, and lies among the drafts, what was taken out of the text stays with it, since undo brings
     * it back; it ends here.
     */
    private leaveOut(): void {
        const goes = going(this.current.value)
        if (goes.length < this.current.value.attachments.length) this.change({ attachments: goes })
    }

    /** Now, if something has changed. False: it could not be. */
    save(): Promise<boolean> {
        clearTimeout(this.timer)
        return this.turns.run(async () => {
            if (this.wasSentElsewhere) return true
            if (!['unsaved', 'failed', 'tooLarge'].includes(this.saveState.value)) return true
            if (isEmpty(this.current.value, signed('', this.identity)) && this.emailId === undefined) return true
            return (await this.store()).ok
        })
    }

    /** `at`: not before. What was answered gets its mark, and what was sent lies in Sent. */
    async send(at?: Date): Promise<Result<Sent, SendFailure>> {
        if (this.isUploading) return fail({ kind: 'uploading' })
        if (this.missing.length > 0) return fail({ kind: 'missing', names: this.missing })
        const before = this.current.value.attachments
        this.leaveOut()
        const sent = await this.sendWhole(at)
        // one goes on writing, and may want it back
        if (!sent.ok && !this.isClosed) this.takeBack(before)
        return sent
    }

    /** Pictures that did not go; what was at the server in an older draft has gone with that, and comes up again. */
    private takeBack(before: readonly Attached[]): void {
        const there = this.current.value.attachments
        const missing = before.filter(one => !there.some(other => other.key === one.key) && this.files.has(one.key))
        if (missing.length === 0) return
        this.change({ attachments: [...there, ...missing.map(({ blobId: _, ...one }) => ({ ...one, progress: 0 }))] })
        for (const { key } of missing) void this.bringUp(key, this.files.get(key)!)
    }

    private async sendWhole(at: Date | undefined): Promise<Result<Sent, SendFailure>> {
        await this.seeking
        clearTimeout(this.timer)
        if (await this.security?.drafts() === 'wait') return this.security!.isLevelUnknown && await this.wait(at)
            ? fail({ kind: 'kept' }) : fail({ kind: 'secure', trouble: { kind: 'seal' } })
        const isSecure = this.security?.isActive || this.security?.sealsDrafts
        const doubt = await this.turns.run(() => this.wentElsewhere(isSecure))
        if (doubt === 'elsewhere') return fail({ kind: 'elsewhere' })
        if (doubt === 'lost') return isSecure ? fail({ kind: 'secure', trouble: { kind: 'lost' } }) : this.lostOrKept(at)
        if (isSecure) return this.turns.run(() => this.sendSecurely(at))
        const stored = await this.turns.run(() => this.saveState.value === 'saved' && this.emailId !== undefined ? Promise.resolve(ok(undefined)) : this.store())
        if (!stored.ok) return isAway(stored.error) && await this.wait(at) ? fail({ kind: 'kept' }) : fail({ kind: 'unsaved', failure: stored.error })
        if (this.isElsewhere) return fail({ kind: 'elsewhere' })
        // of those that lay in the browser one has not come up
        const left = this.current.value.attachments.filter(one => one.blobId === undefined).map(one => one.name)
        if (left.length > 0) return fail({ kind: 'missing', names: left })
        const sent = await this.submit(this.emailId!, at)
        if (sent.ok) this.end()
        return !sent.ok && sent.error.kind === 'lost' ? this.lostOrKept(at) : sent
    }

    private async lostOrKept(at: Date | undefined): Promise<Result<never, SendFailure>> {
        return fail({ kind: await this.wait(at) ? 'kept' : 'lost' })
    }

    private get isElsewhere(): boolean { return this.elsewhere.value !== undefined }

    /**
     * Before it is sent: nothing is sent twice, or in the place of what another window has written. What is still to be
     * saved is looked after then.
     */
    private async wentElsewhere(isSecure = false): Promise<'elsewhere' | 'lost' | undefined> {
        if (this.wasSentElsewhere) return 'elsewhere'
        this.elsewhere.value = undefined
        const { emailId } = this
        const isAsked = emailId !== undefined && (isSecure || this.saveState.value === 'saved')
        if (!isAsked) return undefined
        const fate = await fateOf(this.client, emailId)
        if (fate === 'unknown') return 'lost'
        await this.follow(emailId, undefined, fate)
        return this.isElsewhere ? 'elsewhere' : undefined
    }

    private get wasSentElsewhere(): boolean { return this.elsewhere.value === 'sent' }

    /** What was sent elsewhere is a message of its own here: it lies among the drafts. */
    keepAsNew(): void {
        this.goOnAsNew()
        this.change({})
    }

    private goOnAsNew(): void {
        this.messageId = freshMessageId(this.known)
        this.elsewhere.value = undefined
        this.emailId = undefined
    }

    /** It is not kept in the browser where there is no connection: it stays open, and says so. */
    private async sendSecurely(at: Date | undefined): Promise<Result<Sent, SendFailure>> {
        const draft = this.current.value
        const sent = await this.sealing().send(at)
        if (!sent.ok) return fail(sent.error.kind === 'refused' ? sent.error : { kind: 'secure', trouble: sent.error })
        this.end()
        return ok({ ...sent.value, draft, isLater: at !== undefined })
    }

    /** What one sends in clear tells others one's certificate. */
    private autocrypt(): Record<string, string> {
        const field = this.security?.autocrypt(this.identity.email) ?? ''
        return field === '' ? {} : { 'header:Autocrypt:asRaw': field.slice('Autocrypt:'.length).trimEnd() }
    }

    private sealing(): SecureSending {
        const { client, identity, boxes, messageId } = this
        return new SecureSending({ client, draft: this.current.value, identity, drafts: boxes.drafts, sent: boxes.sent, messageId, oldId: this.emailId }, this.security!)
    }

    /** Encrypted to who writes it, whom it is for too. */
    private async storeSealed(): Promise<Result<undefined, Failure | SetError>> {
        const { client } = this
        const draft = this.current.value
        const old = this.emailId
        const saved = await this.sealing().saveDraft()
        if (!saved.ok) return this.notStored(saved.error.kind === 'refused' ? saved.error.error : { kind: 'lost' })
        this.emailId = saved.value
        // what lies in the old one is in this one: it comes from there from now on
        if (old !== undefined) await this.follow(old, saved.value, await fateOf(client, old))
        if (this.saveState.value === 'saving') this.saveState.value = this.current.value === draft ? 'saved' : 'unsaved'
        return ok(undefined)
    }

    /** It goes when the connection is back. False where it cannot be kept. */
    private async wait(at: Date | undefined): Promise<boolean> {
        const isKept = await this.unsent?.keep({ ...this.row(), send: at ? { at: at.toISOString() } : {} }) ?? false
        if (isKept) this.end()
        return isKept
    }

    /** A file that has not come up lies in it, to come up with it. */
    private get whole(): Draft {
        const draft = this.current.value
        return { ...draft, attachments: draft.attachments.map(one => {
            const local = one.blobId === undefined && !one.isTooMuch ? one.local ?? this.files.get(one.key) : undefined
            return local ? held(one, local) : one
        }) }
    }

    private row() { return { key: this.key, draft: this.whole, messageId: this.messageId, ...this.emailId !== undefined && { draftId: this.emailId } } }

    /** The draft goes from the server. What was written is still in `draft`. */
    async discard(): Promise<void> {
        this.end()
        void this.unsent?.drop(this.key)
        await this.turns.run(() => Promise.resolve())
        await this.forget()
    }

    /**
     * As `discard`; but one with files is only put into another mailbox, as they would go with it, and it could not be
     * taken up again. True where it lies there: it is for `forget` to take it away.
     */
    async setAside(mailboxId: Id): Promise<boolean> {
        const id = await this.turns.run(() => Promise.resolve(this.emailId))
        if (id === undefined || !this.current.value.attachments.some(one => one.blobId !== undefined)) {
            await this.discard()
            return false
        }
        this.end()
        void this.unsent?.drop(this.key)
        if (await fateOf(this.client, id) !== 'draft') return false
        const { accountId } = this.client
        await this.client.call('Email/set', { accountId, update: { [id]: { mailboxIds: { [mailboxId]: true } } } }).answer
        return true
    }

    async forget(): Promise<void> {
        const id = this.emailId
        if (id !== undefined && await fateOf(this.client, id) === 'draft') await this.destroy(id)
    }

    private async destroy(id: Id): Promise<void> {
        await this.client.call('Email/set', { accountId: this.client.accountId, destroy: [id] }).answer
    }

    /** Saves what is not, and ends; not while files come up, which would be lost. */
    async close(): Promise<boolean> {
        if (this.isUploading) return false
        this.leaveOut()
        const before = this.elsewhere.value
        const isSaved = await this.save()
        // it is to be read first
        if (this.elsewhere.value !== before && this.elsewhere.value !== undefined) return false
        if (isSaved) this.end()
        return isSaved
    }

    /** Nothing more is saved. */
    end(): void {
        this.isClosed = true
        this.security?.end()
        clearTimeout(this.timer)
        this.stopping.abort()
    }

    private saveSoon(ms: number): void {
        clearTimeout(this.timer)
        this.timer = setTimeout(() => void this.save(), ms)
    }

    private async bringUp(key: string, blob: Blob): Promise<boolean> {
        const update = (part: Partial<Attached>) => this.current.value = { ...this.current.value,
            attachments: this.current.value.attachments.map(one => one.key === key ? { ...one, ...part } : one) }
        const got = await upload(this.client, blob, progress => update({ progress }), this.stopping.signal)
        if (this.isClosed) return false
        if (got.ok) update({ blobId: got.value.blobId, progress: 1 })
        else update({ failed: true, ...got.error.kind === 'limit' && { isTooMuch: true } })
        this.change({})
        return got.ok
    }

    /**
     * RFC 8621 has no way to change a message: a new one is made, and only then the old one goes, since where the new
     * one is not taken it is all there is. `isAgain`: its files were looked for.
     */
    private async store(isAgain = false): Promise<Result<undefined, Failure | SetError>> {
        this.saveState.value = 'saving'
        const how = await this.security?.drafts() ?? 'clear'
        if (how === 'wait') return this.notStored({ kind: 'lost' })
        if (how === 'sealed') {
            await this.holdFiles()
            return this.storeSealed()
        }
        await this.bringUpHeld()
        const draft = this.current.value
        const old = this.emailId
        const fate = old === undefined ? undefined : fateOf(this.client, old)
        const written = { ...emailOf(draft, this.identity, this.boxes.drafts), messageId: [this.messageId],
            ...this.autocrypt() }
        const answer = await this.client.call('Email/set', { accountId: this.client.accountId,
            create: { draft: written } }).answer
        const id = answer.ok ? answer.value.created?.['draft']?.id : undefined
        if (id === undefined) {
            if (!answer.ok && !this.isClosed) await this.unsent?.keep(this.row())
            const error = answer.ok ? answer.value.notCreated?.['draft'] ?? { type: 'serverFail' } : answer.error
            if (isAgain || 'kind' in error || error.type !== 'blobNotFound') return this.notStored(error)
            await this.findFiles(error.notFound)
            return this.store(true)
        }
        this.emailId = id
        void this.unsent?.drop(this.key)
        if (old !== undefined && fate) await this.follow(old, id, await fate)
        if (this.emailId === undefined) return ok(undefined)
        if (draft.attachments.some(one => one.blobId !== undefined)) await this.renameBlobs(id)
        // it may have changed meanwhile
        const isSame = this.current.value.text === draft.text && this.current.value.html === draft.html && this.current.value.subject === draft.subject
        if (this.saveState.value === 'saving') this.saveState.value = isSame ? 'saved' : 'unsaved'
        return ok(undefined)
    }

    /**
     * What lay at the server goes, once `id` is in its place; but what another window has made of it stays. What it has
     * sent is not written on here; what it has changed is another draft from now on, so that nobody's words are lost.
     */
    private async follow(old: Id, id: Id | undefined, fate: Fate): Promise<void> {
        if (fate === 'draft' && id !== undefined) return this.destroy(old)
        if (fate === 'draft' || fate === 'unknown') return
        const found = fate === 'sent' ? undefined : await sought(this.client, this.messageId, this.boxes, id)
        if (found && (!found.ok || !found.value)) {
            // another has thrown it away: here it is written on
            if (id === undefined) this.emailId = undefined
            return
        }
        if (found?.ok && found.value?.isDraft) {
            this.goOnAsNew()
            this.emailId = id
            this.elsewhere.value = 'changed'
            return this.change({})
        }
        this.emailId = undefined
        this.elsewhere.value = 'sent'
        this.saveState.value = 'unsaved'
        if (id !== undefined) await this.destroy(id)
    }

    /**
     * Files that went with a draft: those of the one that another window has put in its place; else they come up again,
     * or it is said that they are gone.
     */
    private async findFiles(gone: readonly Id[] = []): Promise<void> {
        const isGone = (one: Attached) => one.blobId !== undefined && gone.includes(one.blobId)
        const there = await sought(this.client, this.messageId, this.boxes)
        if (there.ok && there.value) await this.renameBlobs(there.value.id)
        for (const one of this.current.value.attachments.filter(isGone)) {
            const { blobId: _, ...file } = one
            const blob = this.files.get(one.key)
            const left = { ...file, ...blob ? { progress: 0 } : { failed: true } }
            this.current.value = { ...this.current.value,
                attachments: this.current.value.attachments.map(other => other.key === one.key ? left : other) }
            if (blob) await this.bringUp(one.key, blob)
        }
    }

    /** It is tried again; not where it is too large, until it is changed. */
    private notStored(failure: Failure | SetError): Result<undefined, Failure | SetError> {
        const isTooLarge = 'type' in failure && failure.type === 'tooLarge'
        this.whyNotStored = failure
        if (this.refused !== undefined && !this.isClosed) void this.unsent?.keep({ ...this.row(), refused: this.refused })
        this.saveState.value = isTooLarge ? 'tooLarge' : 'failed'
        if (!this.isClosed && !isTooLarge) this.saveSoon(AGAIN_AFTER_MS)
        return fail(failure)
    }

    /** Files that lie at the server in clear come into the browser: what is sealed from now on has them inside. */
    private async holdFiles(): Promise<void> {
        const { client } = this
        for (const { key, blobId, type, local } of this.current.value.attachments) {
            const got = local || blobId === undefined ? undefined : await download(client, blobId, type, FILE_OCTETS_MAX)
            if (got?.ok) this.current.value = { ...this.current.value, attachments: this.current.value.attachments.map(one => one.key === key ? held(one, got.value) : one) }
        }
    }

    /** It goes in clear after all: what lies in the browser comes up. */
    private async bringUpHeld(): Promise<void> {
        for (const { key, blobId, local } of this.current.value.attachments) if (local && blobId === undefined) await this.bringUp(key, local)
    }

    /**
     * What was uploaded is forgotten after an hour, and what was in the old draft goes with it: from now on it is in
     * this one.
     */
    private async renameBlobs(id: Id): Promise<void> {
        const got = await this.client.get<Email>('Email/get', [id], { properties: ['attachments'] })
        const kept = got.ok && got.value.list[0] ? attachedOf(got.value.list[0]) : []
        this.current.value = { ...this.current.value, attachments: this.current.value.attachments.map(one => {
            const there = one.blobId !== undefined && kept.find(other => other.name === one.name && other.cid === one.cid && other.type === one.type)
            if (there) kept.splice(kept.indexOf(there), 1)
            return there ? { ...one, blobId: there.blobId! } : one
        }) }
    }

    private async submit(emailId: Id, at: Date | undefined): Promise<Result<Sent, SendFailure>> {
        const { accountId } = this.client
        const draft = this.current.value
        const { about } = draft
        const before = about && this.client.get<Email>('Email/get', [about.id], { properties: ['keywords'] })
        const patch = { [`mailboxIds/${this.boxes.drafts}`]: null, [`mailboxIds/${this.boxes.sent}`]: true, 'keywords/$draft': null }
        const call = this.client.call('EmailSubmission/set', { accountId,
            create: { sent: { identityId: this.identity.id, emailId, ...at && { envelope: this.envelope(draft, at) } } },
            onSuccessUpdateEmail: { '#sent': patch } })
        const answer = await call.answer
        const found = answer.ok ? answer.value.created?.['sent']?.id : await this.wasSent(emailId, answer.error)
        if (found !== undefined) {
            const marked = about && before && await this.mark(about, await before)
            return ok({ submissionId: found, emailId, draft, isLater: at !== undefined, ...marked && { marked } })
        }
        if (!answer.ok) return fail(answer.error.kind === 'method' ? { kind: 'refused', error: answer.error.error } : { kind: 'lost' })
        return fail({ kind: 'refused', error: answer.value.notCreated?.['sent'] ?? { type: 'serverFail' } })
    }

    /** Gives what it was that got its mark now: undefined where it had it before, which then stays. */
    private async mark(about: About, before: Result<GetAnswer<Email>, Failure>): Promise<About | undefined> {
        const keyword = `$${about.how}`
        const { accountId } = this.client
        await this.client.call('Email/set', { accountId, update: { [about.id]: { [`keywords/${keyword}`]: true } } }).answer
        return before.ok && before.value.list[0] && !before.value.list[0].keywords[keyword] ? about : undefined
    }

    /** The answer was lost: what is sent is never sent twice. */
    private async wasSent(emailId: Id, failure: Failure): Promise<Id | undefined> {
        if (failure.kind !== 'lost' && failure.kind !== 'malformed') return undefined
        const { accountId } = this.client
        const found = await this.client.call('EmailSubmission/query', { accountId, filter: { emailIds: [emailId] } }).answer
        return found.ok ? found.value.ids[0] : undefined
    }

    private envelope(draft: Draft, at: Date) {
        const all = [...draft.to, ...draft.cc, ...draft.bcc].map(one => one.email)
        return { mailFrom: { email: this.identity.email, parameters: { HOLDUNTIL: at.toISOString().replace(/\.\d+Z$/, 'Z') } },
            rcptTo: [...new Set(all)].map(email => ({ email, parameters: null })) }
    }
}

function held({ blobId: _, failed: __, ...one }: Attached, local: Blob): Attached { return { ...one, local, progress: 1 } }

/**
 * Behind the at sign of what a message is called: RFC 5322 section 3.6.4. It stays the same however often the
 * message is saved.
 */
function freshMessageId(identities: readonly Identity[]): string {
    return `${crypto.randomUUID()}@${domainOf(identities)}`
}

function domainOf(identities: readonly Identity[]): string { return /@([A-Za-z0-9.-]+)$/.exec(identities[0]?.email ?? '')?.[1] ?? 'localhost' }

/** Of the connection, or of the session: not of the message. */
function isAway(failure: Failure | SetError): boolean { return 'kind' in failure && ['lost', 'busy', 'signedOut', 'closed'].includes(failure.kind) }

/** Takes back what was sent, if it is not too late: then it is a draft again. */
export async function takeBack(client: Client, sent: Pick<Sent, 'submissionId' | 'emailId' | 'besides' | 'links' | 'marked'>, boxes: Boxes): Promise<boolean> {
    const { accountId } = client
    const { marked } = sent
    if (!await cancel(client, [sent.submissionId, ...sent.besides ?? []])) return false
    await Promise.all((sent.links ?? []).map(name => revokeProtected(client, name)))
    await client.call('Email/set', { accountId, update: { [sent.emailId]: { [`mailboxIds/${boxes.sent}`]: null, [`mailboxIds/${boxes.drafts}`]: true,
        'keywords/$draft': true }, ...marked && { [marked.id]: { [`keywords/$${marked.how}`]: null } } } }).answer
    return true
}
