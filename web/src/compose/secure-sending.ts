import { fail, ok, type Result } from '../base/result'
import { GOSSIP_MAX, gossipLines } from '../contacts/autocrypt'
import { type Copy, copies, type Recipient } from '../contacts/lock'
import { ofBase64 } from '../contacts/pins'
import { download } from '../jmap/blobs'
import type { Client } from '../jmap/client'
import type { Email, Id, Identity, SetError } from '../jmap/types'
import { upload } from '../jmap/upload'
import { type About, type Draft, emailOf } from './draft'
import { type Fields, innerEntity, type MimeFile, outerFields } from './mime'
import { keepProtected, type LinkTrouble, type MadeLink, noticeOf, PROTECTED_FIELD, revokeProtected } from './protected-links'
import type { Security } from './security'

const FILES_OCTETS_MAX = 100 << 20

/**
 * `files`: they could not be had. `seal`: the worker has not done it. `link`: the server has not kept a protected
 * message.
 */
export type SecureTrouble = { kind: 'lost' | 'files' | 'seal' } | { kind: 'link', why: LinkTrouble } | { kind: 'refused', error: SetError }

/**
 * What was sent: all that is to be called back when it is taken back. `besides`: other submissions of the same message.
 */
export interface SentSecurely { submissionId: Id, emailId: Id, besides: Id[], links: string[], marked?: About }

export interface Letter { client: Client, draft: Draft, identity: Identity, drafts: Id, sent: Id, messageId: string, oldId: Id | undefined }

/** An Email that is there to be submitted. `isOwn`: it stays, as the copy of who sends. */
interface Ready { id: Id, to: string[], isOwn: boolean }

/** The files of a draft: those of the browser, and those that lie on the server. */
export async function filesOf(client: Client, draft: Draft): Promise<Result<MimeFile[], SecureTrouble>> {
    const files: MimeFile[] = []
    for (const { name, type, cid, local, blobId } of draft.attachments) {
        const blob = local ? ok(local) : blobId === undefined ? fail(undefined) : await download(client, blobId, type, FILES_OCTETS_MAX)
        if (!blob.ok) return fail({ kind: 'files' })
        files.push({ name, type, octets: new Uint8Array(await blob.value.arrayBuffer()), ...cid !== undefined && { cid } })
    }
    return ok(files)
}

/** Seals, keeps and submits one message, in as many copies as it takes; all of them go, or none does. */
export class SecureSending {
    private readonly fields: Fields
    /** What has come to the server, to be taken away if it does not go. */
    private readonly made: Id[] = []
    private readonly links: MadeLink[] = []
    private gossiping: Promise<string> | undefined

    constructor(private readonly letter: Letter, private readonly security: Security) {
        this.fields = { messageId: letter.messageId, date: new Date() }
    }

    /** As a draft: to nobody but oneself; whom it is for is inside. Gives its id. */
    async saveDraft(): Promise<Result<Id, SecureTrouble>> {
        const { client, draft, drafts } = this.letter
        const files = await filesOf(client, draft)
        if (!files.ok) return files
        const about: [string, string][] = this.security.isAboutEncrypted.value
            ? [['Sigillo-About-Encrypted', this.security.answeredHere.join(', ') || 'yes']] : []
        const forwarded: [string, string][] = draft.forwards === undefined ? []
            : [['X-Forwarded-Message-Id', `<${draft.forwards}>`]]
        const sealed = await this.sealOwn(files.value, [], [...about, ...forwarded])
        return sealed.ok ? this.import(sealed.value, { [drafts]: true }, { $draft: true, $seen: true }) : sealed
    }

    async send(at: Date | undefined): Promise<Result<SentSecurely, SecureTrouble>> {
        const sent = await this.tried(at)
        if (!sent.ok && sent.error.kind !== 'lost') await this.takeAway()
        return sent
    }

    /** Where nobody has it encrypted, nobody is left out either. */
    private get others() {
        const { lock, others } = this.security
        return others.value === undefined || others.value === 'leave' && lock.value.state === 'open' ? 'plain' : others.value
    }

    private async tried(at: Date | undefined): Promise<Result<SentSecurely, SecureTrouble>> {
        const { letter } = this
        const lock = this.security.lock.value
        const others = this.others
        const files = await filesOf(letter.client, letter.draft)
        if (!files.ok) return files
        const ready: Ready[] = []
        for (const one of others === 'password' ? lock.others : []) {
            const notice = await this.notice(one, files.value)
            if (!notice.ok) return notice
            ready.push(notice.value)
        }
        const isOwnApart = this.links.length > 0 || letter.draft.bcc.length > 0
        for (const copy of copies(lock, others)) {
            const one = await this.copy(copy, files.value, !isOwnApart && ready.length === 0)
            if (!one.ok) return one
            ready.push(one.value)
        }
        let own = ready.find(one => one.isOwn)?.id
        if (own === undefined) {
            const kept = await this.ownCopy(files.value)
            if (!kept.ok) return kept
            own = kept.value
        }
        return this.submit(ready, own, at)
    }

    // ---- what is made ----

    private async notice({ address }: Recipient, files: readonly MimeFile[]): Promise<Result<Ready, SecureTrouble>> {
        const { client, draft, identity, drafts, messageId } = this.letter
        const terms = this.security.terms.value!
        const made = await keepProtected(client, draft, identity, files, address, messageId, terms)
        if (!made.ok) return fail({ kind: 'link', why: made.error })
        this.links.push(made.value)
        const { subject, text } = noticeOf(made.value, terms)
        const bare: Draft = { ...draft, to: [{ name: null, email: address }], cc: [], bcc: [], subject, text, attachments: [], inReplyTo: null, references: null, wantsReceipt: false }
        delete bare.html
        delete bare.forwards
        const id = await this.create(emailOf(bare, identity, drafts))
        return id.ok ? ok({ id: id.value, to: [address], isOwn: false }) : id
    }

    private async copy({ kind, to, encryptedTo }: Copy, files: readonly MimeFile[], mayBeOwn: boolean): Promise<Result<Ready, SecureTrouble>> {
        const { draft, identity, drafts } = this.letter
        if (kind === 'plain' && this.security.signsClear.value && this.security.own.value) return this.signed(files, to)
        if (kind === 'plain') {
            // what lies in the browser comes up for this: it leaves in clear
            const up = await this.brought(draft, files)
            if (!up.ok) return up
            const autocrypt = this.security.autocrypt(identity.email).replace(/^Autocrypt:/, '').trimEnd()
            const id = await this.create({ ...emailOf({ ...up.value, bcc: [] }, identity, drafts), messageId: [this.letter.messageId],
                ...autocrypt !== '' && { 'header:Autocrypt:asRaw': autocrypt } })
            return id.ok ? ok({ id: id.value, to, isOwn: false }) : id
        }
        const inner = innerEntity(draft, identity, files, { ...this.fields, folded: await this.gossip() }, true)
        const sealed = await this.seal(outerFields(draft, identity, this.fields, this.security.autocrypt(identity.email)), inner, encryptedTo)
        const id = sealed.ok ? await this.import(sealed.value, { [drafts]: true }, { $draft: true, $seen: true }) : sealed
        return id.ok ? ok({ id: id.value, to, isOwn: mayBeOwn && !encryptedTo.some(one => one.isBcc) }) : id
    }

    /**
     * Whoever of them has it answers to all encrypted: Autocrypt Level 1, "Key Gossip". To two others at least; of who
     * is in Bcc nobody hears.
     */
    private gossip(): Promise<string> {
        return this.gossiping ??= (async () => {
            const { own, lock, endToEnd } = this.security
            const seen = lock.value.encrypted.filter(one => !one.isBcc && !own.value?.addresses.includes(one.address))
            if (seen.length < 2 || !endToEnd) return ''
            const people: { address: string, octets: Uint8Array }[] = []
            // what others have said is not said once more, under one's own signature
            for (const { address, choice } of seen.filter(one => one.choice.reason !== 'gossip').slice(0, GOSSIP_MAX)) {
                const least = await endToEnd.worker.call('leastOf', ofBase64(choice.kept!.certificate), address)
                if (least.ok) people.push({ address, octets: least.value })
            }
            return gossipLines(people)
        })()
    }

    private async signed(files: readonly MimeFile[], to: string[]): Promise<Result<Ready, SecureTrouble>> {
        const { draft, identity, drafts } = this.letter
        const outer = outerFields(draft, identity, this.fields, this.security.autocrypt(identity.email), draft.subject)
        const sealed = await this.security.endToEnd!.worker.call('sealMessage', { outer, inner: innerEntity(draft, identity, files, this.fields, false), to: [], isSigned: true })
        if (!sealed.ok) return fail({ kind: 'seal' })
        const id = await this.import(sealed.value, { [drafts]: true }, { $draft: true, $seen: true })
        return id.ok ? ok({ id: id.value, to, isOwn: this.letter.draft.bcc.length === 0 && this.links.length === 0 && this.security.lock.value.state === 'open' && !this.security.endToEnd!.sealsAll }) : id
    }

    private async brought(draft: Draft, files: readonly MimeFile[]): Promise<Result<Draft, SecureTrouble>> {
        const attachments = []
        for (const [i, one] of draft.attachments.entries()) {
            if (one.blobId !== undefined) attachments.push(one)
            else {
                const up = await upload(this.letter.client, new Blob([files[i]!.octets as Uint8Array<ArrayBuffer>], { type: one.type }), () => undefined, new AbortController().signal)
                if (!up.ok) return fail({ kind: 'lost' })
                attachments.push({ ...one, blobId: up.value.blobId })
            }
        }
        return ok({ ...draft, attachments })
    }

    /**
     * Of who sends: with Bcc and the keys of answers, to himself alone; in clear in his own account where he has no
     * keys.
     */
    private async ownCopy(files: readonly MimeFile[]): Promise<Result<Id, SecureTrouble>> {
        const { draft, identity, drafts, messageId } = this.letter
        if (this.security.own.value) {
            const sealed = await this.sealOwn(files, this.links)
            return sealed.ok ? this.import(sealed.value, { [drafts]: true }, { $draft: true, $seen: true }) : sealed
        }
        const up = await this.brought(draft, files)
        if (!up.ok) return up
        return this.create({ ...emailOf(up.value, identity, drafts), messageId: [messageId], [`header:${PROTECTED_FIELD}:asText:all`]: this.links.map(one => one.field) })
    }

    private sealOwn(files: readonly MimeFile[], links: readonly MadeLink[], more: readonly [string, string][] = []): Promise<Result<Uint8Array<ArrayBuffer>, SecureTrouble>> {
        const { draft, identity } = this.letter
        const bcc: [string, string][] = draft.bcc.length > 0 ? [['Bcc', draft.bcc.map(one => one.email).join(', ')]] : []
        const extra: [string, string][] = [...bcc, ...more, ...links.map(one => [PROTECTED_FIELD, one.field] as [string, string])]
        const inner = innerEntity(draft, identity, files, { ...this.fields, extra }, true)
        // of a copy that nobody else gets the server need not know for whom it is
        const bare: Draft = { ...draft, to: [], cc: [], bcc: [], inReplyTo: null, references: null,
            wantsReceipt: false }
        return this.seal(outerFields(bare, identity, this.fields, ''), inner, [])
    }

    private async seal(outer: string, inner: Uint8Array<ArrayBuffer>, to: readonly Recipient[]): Promise<Result<Uint8Array<ArrayBuffer>, SecureTrouble>> {
        const { own, endToEnd } = this.security
        if (!own.value || !endToEnd) return fail({ kind: 'seal' })
        const certificates = [own.value.octets, ...to.map(one => ofBase64(one.choice.kept!.certificate))]
        const sealed = await endToEnd.worker.call('sealMessage', { outer, inner, to: certificates, isSigned: true })
        return sealed.ok ? sealed : fail({ kind: 'seal' })
    }

    // ---- what comes to the server ----

    private async import(octets: Uint8Array<ArrayBuffer>, mailboxIds: Record<Id, true>, keywords: Record<string, true>): Promise<Result<Id, SecureTrouble>> {
        const { client } = this.letter
        const up = await upload(client, new Blob([octets], { type: 'message/rfc822' }), () => undefined, new AbortController().signal)
        if (!up.ok) return fail({ kind: 'lost' })
        const got = await client.call('Email/import', { accountId: client.accountId, emails: { one: { blobId: up.value.blobId, mailboxIds, keywords } } }).answer
        return this.noted(got.ok ? got.value.created?.['one']?.id : undefined, got.ok ? got.value.notCreated?.['one'] : undefined)
    }

    private async create(email: Record<string, unknown>): Promise<Result<Id, SecureTrouble>> {
        const { client } = this.letter
        const got = await client.call('Email/set', { accountId: client.accountId, create: { one: email } }).answer
        return this.noted(got.ok ? got.value.created?.['one']?.id : undefined, got.ok ? got.value.notCreated?.['one'] : undefined)
    }

    private noted(id: Id | undefined, error: SetError | undefined): Result<Id, SecureTrouble> {
        if (id === undefined) return fail(error ? { kind: 'refused', error } : { kind: 'lost' })
        this.made.push(id)
        return ok(id)
    }

    // ---- what leaves ----

    private async submit(ready: readonly Ready[], own: Id, at: Date | undefined): Promise<Result<SentSecurely, SecureTrouble>> {
        const { client, identity, drafts, sent, draft, oldId } = this.letter
        const { accountId } = client
        const create = Object.fromEntries(ready.map((one, i) => [`s${i}`, { identityId: identity.id, emailId: one.id, envelope: envelopeOf(identity, one.to, at) }]))
        const got = await client.call('EmailSubmission/set', { accountId, create,
            onSuccessDestroyEmail: ready.flatMap((one, i) => one.id === own ? [] : [`#s${i}`]) }).answer
        if (!got.ok) return fail(got.error.kind === 'method' ? { kind: 'refused', error: got.error.error } : { kind: 'lost' })
        const created = Object.values(got.value.created ?? {}).map(one => one!.id!)
        const [refused] = Object.values(got.value.notCreated ?? {})
        if (refused || created.length === 0) {
            await cancel(client, created)
            return fail({ kind: 'refused', error: refused ?? { type: 'serverFail' } })
        }
        const update: Record<Id, Record<string, unknown>> = { [own]: { [`mailboxIds/${drafts}`]: null, [`mailboxIds/${sent}`]: true, 'keywords/$draft': null } }
        const { about } = draft
        const before = about && await client.get<Email>('Email/get', [about.id], { properties: ['keywords'] })
        const isNew = about && before?.ok && before.value.list[0] && !before.value.list[0].keywords[`$${about.how}`]
        if (about) update[about.id] = { [`keywords/$${about.how}`]: true }
        await client.call('Email/set', { accountId, update, ...oldId !== undefined && { destroy: [oldId] } }).answer
        await this.pin()
        return ok({ submissionId: created[0]!, emailId: own, besides: created.slice(1), links: this.links.map(one => one.name),
            ...isNew && { marked: about } })
    }

    /** What it was encrypted to counts from now on. */
    private async pin(): Promise<void> {
        // what others have named stays a hint
        const people = this.security.lock.value.encrypted.flatMap(({ address, choice }) => choice.kept
            && choice.reason !== 'gossip' ? [{ address, kept: choice.kept }] : [])
        if (people.length > 0) await this.security.endToEnd?.book.sentTo(people)
    }

    private async takeAway(): Promise<void> {
        const { client } = this.letter
        await Promise.all(this.links.map(one => revokeProtected(client, one.name)))
        if (this.made.length > 0) await client.call('Email/set', { accountId: client.accountId, destroy: this.made }).answer
    }
}

function envelopeOf(identity: Identity, to: readonly string[], at: Date | undefined) {
    return { mailFrom: { email: identity.email, parameters: at ? { HOLDUNTIL: at.toISOString().replace(/\.\d+Z$/, 'Z') } : null },
        rcptTo: [...new Set(to)].map(email => ({ email, parameters: null })) }
}

/** True where none of them leaves any more. */
export async function cancel(client: Client, submissionIds: readonly Id[]): Promise<boolean> {
    if (submissionIds.length === 0) return true
    const update = Object.fromEntries(submissionIds.map(id => [id, { undoStatus: 'canceled' }]))
    const set = await client.call('EmailSubmission/set', { accountId: client.accountId, update }).answer
    return set.ok && submissionIds.every(id => set.value.updated !== null && id in set.value.updated!)
}

